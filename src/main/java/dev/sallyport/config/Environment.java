package dev.sallyport.config;

import io.github.cdimascio.dotenv.Dotenv;
import io.github.cdimascio.dotenv.DotenvEntry;
import io.github.cdimascio.dotenv.DotenvException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The variables that a configuration may refer to: those of the process, and below them those of a
 * {@code .env} file.
 */
public final class Environment {
    private final Map<String, String> variables;

    private Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    public static Environment of(Map<String, String> variables) {
        return new Environment(variables);
    }

    /**
     * The variables of this process, and those of {@code .env} in {@code folder} that the process
     * does not set.
     *
     * @throws ConfigException if the file is not of the form {@code NAME=value}
     */
    public static Environment ofProcess(Path folder) {
        Path file = folder.resolve(".env");
        if (!Files.isRegularFile(file)) {
            return new Environment(System.getenv());
        }
        Map<String, String> variables = new HashMap<>();
        try {
            Dotenv dotenv = Dotenv.configure().directory(folder.toString()).load();
            for (DotenvEntry entry : dotenv.entries(Dotenv.Filter.DECLARED_IN_ENV_FILE)) {
                variables.put(entry.getKey(), entry.getValue());
            }
        } catch (DotenvException e) {
            // The library's message quotes the line, which may hold a credential.
            throw new ConfigException(
                    file.toString(),
                    List.of(new ConfigProblem("", 0, "a line is not of the form NAME=value")));
        }
        variables.putAll(System.getenv());
        return new Environment(variables);
    }

    /** The same with one variable more, or replaced. */
    public Environment with(String name, String value) {
        Map<String, String> more = new HashMap<>(variables);
        more.put(name, value);
        return new Environment(more);
    }

    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    /** Names only: values are credentials as often as not. */
    @Override
    public String toString() {
        return "Environment" + variables.keySet();
    }
}
