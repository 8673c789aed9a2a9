package dev.sallyport.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** URLs of SQL Server: {@code jdbc:sqlserver://host\instance:port;name=value;name={value}}. */
final class SqlServerUrl {
    static final String PREFIX = "jdbc:sqlserver://";

    /**
     * Not on it: classes ({@code socketFactoryClass}, {@code trustManagerClass}, {@code
     * accessTokenCallbackClass}), keys and certificates from elsewhere, Kerberos, libraries of the
     * system ({@code integratedSecurity}), retry rules from a file, and settings that the product
     * makes itself.
     */
    private static final Set<String> ALLOWED =
            Set.of(
                    "applicationIntent",
                    "applicationName",
                    "database",
                    "databaseName",
                    "encrypt",
                    "failoverPartner",
                    "hostNameInCertificate",
                    "instanceName",
                    "iPAddressPreference",
                    "loginTimeout",
                    "multiSubnetFailover",
                    "packetSize",
                    "port",
                    "portNumber",
                    "sendStringParametersAsUnicode",
                    "sslProtocol",
                    "trustServerCertificate",
                    "workstationID");

    private SqlServerUrl() {}

    static List<String> problems(String url) {
        List<String> problems = new ArrayList<>();
        if (!url.startsWith(PREFIX)) {
            problems.add("a URL of SQL Server begins with " + PREFIX);
            return problems;
        }
        int semicolon = url.indexOf(';');
        String host = url.substring(PREFIX.length(), semicolon < 0 ? url.length() : semicolon);
        if (host.isBlank() || host.indexOf('=') >= 0) {
            problems.add("a host comes first: " + PREFIX + "host:1433;databaseName=name");
        }
        if (host.indexOf('@') >= 0) {
            problems.add(
                    "a credential does not belong into the URL: write user: and password:"
                            + " ${env:NAME}");
        }
        problems.addAll(UrlParameters.problems(parameters(url), ALLOWED, true));
        return problems;
    }

    /** The value of a parameter, by any of its names, without braces. */
    static Optional<String> value(String url, String... names) {
        for (String parameter : parameters(url)) {
            int equals = parameter.indexOf('=');
            for (String name : names) {
                if (equals > 0 && parameter.substring(0, equals).equalsIgnoreCase(name)) {
                    String value = parameter.substring(equals + 1).strip();
                    if (value.startsWith("{") && value.endsWith("}")) {
                        value = value.substring(1, value.length() - 1).replace("}}", "}");
                    }
                    return Optional.of(value).filter(text -> !text.isEmpty());
                }
            }
        }
        return Optional.empty();
    }

    /** The same URL with another database. */
    static String inDatabase(String url, String database) {
        int semicolon = url.indexOf(';');
        StringBuilder changed =
                new StringBuilder(semicolon < 0 ? url : url.substring(0, semicolon));
        for (String parameter : parameters(url)) {
            String name = parameter.substring(0, Math.max(0, parameter.indexOf('='))).strip();
            if (!name.equalsIgnoreCase("databaseName") && !name.equalsIgnoreCase("database")) {
                changed.append(';').append(parameter);
            }
        }
        return changed.append(";databaseName=").append(quoted(database)).toString();
    }

    /** A value as a URL has it. */
    static String quoted(String value) {
        return "{" + value.replace("}", "}}") + "}";
    }

    /** As the driver parts them: a semicolon inside of braces belongs to the value. */
    private static List<String> parameters(String url) {
        List<String> parameters = new ArrayList<>();
        int semicolon = url.indexOf(';');
        if (semicolon < 0) {
            return parameters;
        }
        StringBuilder parameter = new StringBuilder();
        boolean braces = false;
        for (int i = semicolon + 1; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c == ';' && !braces) {
                add(parameters, parameter);
                continue;
            }
            if (!braces) {
                braces = c == '{' && parameter.toString().stripTrailing().endsWith("=");
            } else if (c == '}') {
                braces = i + 1 < url.length() && url.charAt(i + 1) == '}';
                if (braces) {
                    parameter.append(c);
                    i++;
                }
            }
            parameter.append(c);
        }
        add(parameters, parameter);
        return parameters;
    }

    private static void add(List<String> parameters, StringBuilder parameter) {
        if (!parameter.toString().isBlank()) {
            parameters.add(parameter.toString().strip());
        }
        parameter.setLength(0);
    }
}
