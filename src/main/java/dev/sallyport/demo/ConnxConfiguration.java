package dev.sallyport.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The configuration that stands in for the CONNX sample: its tools and entities, declared over the
 * files of a mainframe.
 */
public final class ConnxConfiguration {
    private static final String HEADER =
            "# The tools of the CONNX sample, declared. The mode without a YAML file uses this text;"
                    + " docs/migrating.md\n# says which variables it reads.\n\n";

    private ConnxConfiguration() {}

    /**
     * The configuration file's text for a gateway, whose variables are those of the sample.
     *
     * @param adabas whether there is a data dictionary for the Adabas files too
     */
    public static String text(boolean adabas) {
        return HEADER
                + (adabas
                        ? joined(
                                "connx.yaml",
                                "connx-adabas.yaml",
                                "names.yaml",
                                "vsam.yaml",
                                "adabas.yaml")
                        : joined("connx.yaml", "names.yaml", "vsam.yaml"));
    }

    /** One text of several: what stands below the same key at the top comes together. */
    static String joined(String... names) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        for (String name : names) {
            List<String> section = new ArrayList<>();
            for (String line : Words.text(name).lines().toList()) {
                if (isKey(line)) {
                    section = sections.computeIfAbsent(line, ignored -> new ArrayList<>());
                } else {
                    section.add(line);
                }
            }
        }
        StringBuilder text = new StringBuilder();
        sections.forEach((key, lines) -> {
            text.append(key).append('\n');
            lines.forEach(line -> text.append(line).append('\n'));
            if (!lines.isEmpty() && !lines.getLast().isBlank()) {
                text.append('\n');
            }
        });
        return text.toString().stripTrailing() + "\n";
    }

    private static boolean isKey(String line) {
        return !line.isEmpty() && Character.isLetter(line.charAt(0));
    }
}
