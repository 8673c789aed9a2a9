package dev.sallyport.export;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a file is written as. */
public enum ExportFormat {
    CSV("text/csv"),
    PARQUET("application/vnd.apache.parquet");

    private final String mimeType;

    ExportFormat(String mimeType) {
        this.mimeType = mimeType;
    }

    /** The name in calls and configuration, and the ending of files. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String mimeType() {
        return mimeType;
    }

    /** The format of a name that {@link #names} has. */
    public static ExportFormat named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    static List<String> names() {
        return Arrays.stream(values()).map(ExportFormat::wireName).toList();
    }
}
