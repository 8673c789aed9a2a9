package dev.sallyport.guard;

import java.text.Normalizer;

/** Which characters may stand where: what cannot be seen, or looks like another, may not. */
final class CharacterRules {
    /** What a conversion into a character set of eight bits may make an apostrophe of. */
    private static final String QUOTE_LIKE =
            "\u00b4\u02b9\u02bb\u02bc\u02bd\u02c8\u2018\u2019\u201a\u201b\u2032\u2035\uff07";

    /** Longest name with characters beyond ASCII, in UTF-16 units; no engine has longer ones. */
    private static final int MAX_NAME = 1_000;

    private final String text;
    private final String nameCharacters;
    private final boolean narrow;

    CharacterRules(String text, String nameCharacters, boolean narrow) {
        this.narrow = narrow;
        this.text = text;
        this.nameCharacters = nameCharacters;
    }

    boolean isNameStart(char c) {
        return Character.isLetter(c) || Character.isSurrogate(c);
    }

    boolean isNamePart(char c) {
        if (c < 0x80) {
            return nameCharacters.indexOf(c) >= 0;
        }
        int type = Character.getType(c);
        return isNameStart(c)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.DECIMAL_DIGIT_NUMBER;
    }

    void checkCarriageReturn(int at) {
        if (at + 1 >= text.length() || text.charAt(at + 1) != '\n') {
            throw new Refusal(RefusalReason.CONTROL_CHARACTER, at, "End lines with a line feed.");
        }
    }

    /** A character outside of literals, names and comments. */
    void checkOutside(int at) {
        checkControl(at, text.charAt(at));
        checkSurrogate(at);
        if (text.charAt(at) >= 0x80) {
            throw invisible(at);
        }
    }

    void checkComment(int at) {
        char c = text.charAt(at);
        if (c == '\r') {
            checkCarriageReturn(at);
        } else {
            checkControl(at, c);
            checkSurrogate(at);
            checkVisible(at, c);
        }
    }

    /** In a literal, characters that do not show are data. */
    void checkLiteral(int at) {
        char c = text.charAt(at);
        if (c != '\r') {
            checkControl(at, c);
            checkSurrogate(at);
            if (narrow && c >= 0x80 && QUOTE_LIKE.indexOf(c) >= 0) {
                throw new Refusal(
                        RefusalReason.INVISIBLE_CHARACTER,
                        at,
                        "Send text with typographic quotes as a parameter.");
            }
        }
    }

    void checkName(int start, String name) {
        boolean ascii = true;
        for (int i = 0; i < name.length(); i++) {
            ascii &= name.charAt(i) < 0x80;
        }
        if (!ascii) {
            for (int i = 0; i < name.length(); i++) {
                checkSurrogate(start + i);
            }
            name.codePoints().forEach(point -> checkLetter(start, point));
            checkNormal(start, name);
        }
    }

    void checkQuotedName(int start, String name) {
        boolean ascii = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < ' ') {
                throw new Refusal(
                        RefusalReason.CONTROL_CHARACTER,
                        start,
                        "Write the name without control characters.");
            }
            checkControl(start, c);
            ascii &= c < 0x80;
        }
        if (name.isEmpty() || !name.equals(name.strip())) {
            throw new Refusal(
                    RefusalReason.AMBIGUOUS_TEXT,
                    start,
                    "Write the name without blanks at its ends.");
        }
        if (!ascii) {
            for (int i = 0; i < name.length(); i++) {
                checkPair(start, name, i);
                checkVisible(start, name.charAt(i));
            }
            checkNormal(start, name);
        }
    }

    private static void checkLetter(int start, int point) {
        int type = Character.getType(point);
        if (type == Character.MODIFIER_LETTER
                || type == Character.UNASSIGNED
                || (point > 0xFFFF && !Character.isLetter(point))) {
            throw invisible(start);
        }
    }

    /** Also bounds what changing the case of a name costs, which is the square of its length. */
    private static void checkNormal(int start, String name) {
        if (name.length() > MAX_NAME) {
            throw new Refusal(RefusalReason.TOO_LONG, start, "Write a shorter name.");
        }
        if (!Normalizer.isNormalized(name, Normalizer.Form.NFKC)) {
            throw invisible(start);
        }
    }

    private static void checkControl(int at, char c) {
        if ((c < ' ' && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7f && c < 0xa0)) {
            throw new Refusal(
                    RefusalReason.CONTROL_CHARACTER,
                    at,
                    "Remove the control character; send unusual data as a parameter.");
        }
    }

    private void checkSurrogate(int at) {
        checkPair(at, text, at);
    }

    private static void checkPair(int offset, String text, int at) {
        char c = text.charAt(at);
        boolean broken =
                Character.isHighSurrogate(c)
                        ? at + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
                        : Character.isLowSurrogate(c)
                                && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
        if (broken) {
            throw new Refusal(
                    RefusalReason.BROKEN_UNICODE, offset, "Send well-formed Unicode text.");
        }
    }

    private static void checkVisible(int at, char c) {
        if (c >= 0x80) {
            int type = Character.getType(c);
            if (type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR
                    || type == Character.UNASSIGNED
                    || type == Character.PRIVATE_USE) {
                throw invisible(at);
            }
        }
    }

    private static Refusal invisible(int at) {
        return new Refusal(
                RefusalReason.INVISIBLE_CHARACTER,
                at,
                "Write names and keywords with plain letters; put other characters into quotes.");
    }
}
