package dev.sallyport.demo;

/** The configuration of the example: its sources and the tools declared on them. */
public final class DemoConfiguration {
    /** The variable that names the folder with the database files. */
    public static final String FOLDER_VARIABLE = "SALLYPORT_DEMO";

    private static final String HEADER =
            "# The configuration of \"sallyport demo\" and of \"--demo\": an embedded shop and fleet,"
                    + " read-only.\n\n";

    private DemoConfiguration() {}

    /** The configuration file's text. */
    public static String text() {
        return HEADER
                + ConnxConfiguration.joined("demo.yaml", "names.yaml", "vsam.yaml", "adabas.yaml");
    }
}
