package dev.sallyport.app;

import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The mode without a configuration file: the variables of the CONNX sample in the environment, or
 * in a file {@code .env}, make the configuration.
 */
final class ConnxMode {
    private static final String DSN = "CONNX_DSN";
    private static final String ADABAS = "CONNX_DSN_ADABAS";
    private static final String USER = "CONNX_USER";
    private static final String PASS = "CONNX_PASS";
    private static final String URL = "CONNX_URL";
    private static final String GATEWAY = "CONNX_GATEWAY";
    private static final String PORT = "CONNX_PORT";
    private static final String TIMEOUT = "CONNX_TIMEOUT";
    private static final String MAX_ROWS = "CONNX_MAX_ROWS";
    private static final String WRITES = "CONNX_ALLOW_WRITES";
    private static final String DRIVER = "CONNX_DRIVER_PATH";

    /** What a value may not hold, since it becomes a part of a URL. */
    private static final String PARTS_A_URL = ";={}";

    private final Environment environment;
    private final ModeVariables variables;

    private ConnxMode(Environment environment) {
        this.environment = environment;
        this.variables = new ModeVariables(environment);
    }

    /** Whether the environment speaks of a gateway. */
    static boolean isChosen(Environment environment) {
        return ModeVariables.hasAny(environment, DSN, ADABAS, USER, PASS, URL, GATEWAY);
    }

    /**
     * The configuration that the variables make.
     *
     * @throws dev.sallyport.config.ConfigException that names everything that is missing or wrong
     */
    static Configuration configuration(Environment environment) {
        return new ConnxMode(environment).read();
    }

    private Configuration read() {
        List<String> missing = new ArrayList<>();
        for (String name : List.of(DSN, USER, PASS)) {
            if (variables.value(name).isEmpty()) {
                missing.add(name);
            }
        }
        if (variables.value(URL).isEmpty() && variables.value(GATEWAY).isEmpty()) {
            missing.add(GATEWAY + " (or " + URL + ")");
        }
        if (!missing.isEmpty()) {
            variables.problem("not set: " + String.join(", ", missing));
        }
        for (String name : List.of(DSN, ADABAS, GATEWAY)) {
            if (variables.value(name).filter(ConnxMode::partsAUrl).isPresent()) {
                variables.problem(name + " must not hold any of " + PARTS_A_URL);
            }
        }
        int port = variables.number(PORT, 1, 65_535, 7_500);
        int timeout = variables.number(TIMEOUT, 1, 600, 30);
        int maxRows = variables.number(MAX_ROWS, 1, 100_000, 1_000);
        variables.finish();
        Optional<String> adabas = variables.value(ADABAS);
        boolean writes = variables.value(WRITES).equals(Optional.of("true"));
        Environment complete =
                environment
                        .with(URL, url(variables.value(DSN).orElse(""), port))
                        .with("CONNX_URL_ADABAS", url(adabas.orElse(""), port))
                        .with(TIMEOUT, String.valueOf(timeout))
                        .with(MAX_ROWS, String.valueOf(maxRows))
                        .with(WRITES, String.valueOf(writes))
                        .with(DRIVER, variables.value(DRIVER).orElse(""));
        return (adabas.isPresent() ? BuiltInConfiguration.CONNX_ADABAS : BuiltInConfiguration.CONNX)
                .read(complete);
    }

    /** The owner's URL with this data dictionary, or one of the gateway's. */
    private String url(String dsn, int port) {
        Optional<String> given = variables.value(URL);
        if (given.isEmpty()) {
            return "jdbc:connx:DSN="
                    + dsn
                    + ";GATEWAY="
                    + variables.value(GATEWAY).orElse("")
                    + ";PORT="
                    + port;
        }
        int start = given.get().indexOf(':', "jdbc:".length()) + 1;
        String others =
                Arrays.stream(given.get().substring(start).split(";", -1))
                        .filter(parameter -> !parameter.isBlank())
                        .filter(parameter -> !namesADictionary(parameter))
                        .collect(Collectors.joining(";"));
        return given.get().substring(0, start)
                + "DSN="
                + dsn
                + (others.isEmpty() ? "" : ";")
                + others;
    }

    private static boolean namesADictionary(String parameter) {
        String name = parameter.split("=", 2)[0].strip().toUpperCase(Locale.ROOT);
        return name.equals("DSN") || name.equals("DD");
    }

    private static boolean partsAUrl(String value) {
        return value.chars().anyMatch(c -> PARTS_A_URL.indexOf(c) >= 0 || c < ' ');
    }
}
