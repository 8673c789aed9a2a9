package dev.sallyport.mcp;

/** How names that a client sent are repeated to it: cut, and without control characters. */
final class Wording {
    private static final int MAX_LENGTH = 128;

    private Wording() {}

    static String quoted(String name) {
        return "'" + plain(name) + "'";
    }

    static String plain(String name) {
        int length = Math.min(name.length(), MAX_LENGTH);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            text.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return text.append(name.length() > MAX_LENGTH ? "…" : "").toString();
    }
}
