package dev.sallyport.app;

import dev.sallyport.config.ConfigException;
import dev.sallyport.config.ConfigProblem;
import dev.sallyport.config.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The variables of a mode without a configuration file, of which everything that is missing or
 * wrong is told at once.
 */
final class ModeVariables {
    private final Environment environment;
    private final List<ConfigProblem> problems = new ArrayList<>();

    ModeVariables(Environment environment) {
        this.environment = environment;
    }

    /** Whether one of the variables is set and not blank. */
    static boolean hasAny(Environment environment, String... names) {
        ModeVariables variables = new ModeVariables(environment);
        return Stream.of(names).anyMatch(name -> variables.value(name).isPresent());
    }

    /** A variable that is set and not blank. */
    Optional<String> value(String name) {
        return environment.variable(name).filter(text -> !text.isBlank());
    }

    /** A whole number within bounds, or the standard where it is not set. */
    int number(String name, int min, int max, int standard) {
        Optional<String> text = value(name);
        if (text.isEmpty()) {
            return standard;
        }
        try {
            int number = Integer.parseInt(text.get().strip());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        problem(name + " must be a whole number from " + min + " to " + max);
        return standard;
    }

    void problem(String message) {
        problems.add(new ConfigProblem("", 0, message));
    }

    /**
     * Ends the reading.
     *
     * @throws ConfigException that names every problem, if there is one
     */
    void finish() {
        if (!problems.isEmpty()) {
            throw new ConfigException("the environment", problems);
        }
    }
}
