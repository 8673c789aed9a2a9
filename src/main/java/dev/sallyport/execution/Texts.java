package dev.sallyport.execution;

/** What a database cannot take as text. */
final class Texts {
    private Texts() {}

    /**
     * Whether a text has a NUL, which ends a text for some engines, or an unpaired surrogate, which
     * drivers silently replace.
     */
    static boolean isBroken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return true;
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}
