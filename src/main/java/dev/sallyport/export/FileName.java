package dev.sallyport.export;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The rule for names of files that a caller chooses: nothing in them is a path. */
public final class FileName {
    /** For people and models. */
    public static final String RULE =
            "is a plain file name of 1 to 100 letters, digits, '_', '-' and '.', beginning with a"
                    + " letter or digit, without a folder, ending with the format or with nothing";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");

    /** Windows takes these for devices, whatever follows after a dot. */
    private static final Set<String> DEVICES =
            Set.of(
                    "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5",
                    "com6", "com7", "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5",
                    "lpt6", "lpt7", "lpt8", "lpt9");

    private FileName() {}

    /** The name of the file that a caller asks for, with the ending of its format. */
    public static Optional<String> of(String asked, ExportFormat format) {
        String ending = "." + format.wireName();
        String stem =
                asked.toLowerCase(Locale.ROOT).endsWith(ending)
                        ? asked.substring(0, asked.length() - ending.length())
                        : asked;
        boolean plain = true;
        // No part is empty, so that no name has two dots in a row, nor one at an end.
        for (String part : stem.split("\\.", -1)) {
            plain &= PLAIN.matcher(part).matches();
        }
        String device = stem.split("\\.", 2)[0].toLowerCase(Locale.ROOT);
        return plain && stem.length() <= 100 && !DEVICES.contains(device) && !endsOtherwise(stem)
                ? Optional.of(stem + ending)
                : Optional.empty();
    }

    /** {@code report.csv} as Parquet is a mistake, {@code report.2024} is none. */
    private static boolean endsOtherwise(String stem) {
        String lower = stem.toLowerCase(Locale.ROOT);
        return ExportFormat.names().stream().anyMatch(name -> lower.endsWith("." + name));
    }
}
