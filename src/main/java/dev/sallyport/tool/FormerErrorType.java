package dev.sallyport.tool;

/** What the former server for SQL Server called what went wrong, beside the stable codes. */
final class FormerErrorType {
    private static final String PERMISSION = "PermissionError";
    private static final String VALIDATION = "ValidationError";
    private static final String CONNECTION = "ConnectionError";

    private FormerErrorType() {}

    /** The name for a code {@code SP-nnn}. */
    static String of(String code) {
        return switch (code) {
            case "SP-104",
                    "SP-228",
                    "SP-240",
                    "SP-241",
                    "SP-242",
                    "SP-243",
                    "SP-244",
                    "SP-245",
                    "SP-246",
                    "SP-247",
                    "SP-409",
                    "SP-422" ->
                    PERMISSION;
            case "SP-203", "SP-204", "SP-205", "SP-410", "SP-411" -> VALIDATION;
            case "SP-401", "SP-406", "SP-407", "SP-420", "SP-421" -> CONNECTION;
            case "SP-402" -> "ConnectionTimeout";
            case "SP-403" -> "RequestTimeout";
            default ->
                    switch (code.charAt(3)) {
                        case '1' -> VALIDATION;
                        case '2' ->
                                code.compareTo("SP-220") >= 0 && code.compareTo("SP-240") < 0
                                        ? VALIDATION
                                        : "SqlParserError";
                        case '3' -> PERMISSION;
                        case '4' -> "RequestError";
                        default -> "InternalError";
                    };
        };
    }
}
