package dev.sallyport.catalog;

import java.util.Optional;

/**
 * What a PICTURE says.
 *
 * @param category which characters it has
 * @param digits of a number, without those that P stands for
 * @param scale digits after the point; negative where P stands for zeros before it
 * @param length characters, for what is not a plain number
 */
record CopybookPicture(Category category, int digits, int scale, boolean signed, int length) {
    private static final int MAX_LENGTH = 1_000_000;

    /** Kinds of pictures. */
    enum Category {
        TEXT,
        NATIONAL,
        NUMBER,
        /** For people to read: with signs, points, blanks in place. */
        EDITED
    }

    /** Empty where the picture is not one. */
    static Optional<CopybookPicture> of(String picture) {
        String symbols = expanded(picture);
        if (symbols.isEmpty() || count(symbols, 'V') > 1) {
            return Optional.empty();
        }
        if (symbols.matches("S?(V?P+9+|9*V?9+|9+V|9+P+V?)")) {
            return number(symbols);
        }
        int length = symbols.replace("V", "").replace("P", "").length();
        if (symbols.matches("[XA9]+")) {
            return Optional.of(new CopybookPicture(Category.TEXT, 0, 0, false, length));
        }
        if (symbols.matches("[NGB0/]*[NG][NGB0/]*")) {
            return Optional.of(new CopybookPicture(Category.NATIONAL, 0, 0, false, length));
        }
        return symbols.matches("[XA9NZB0/,.+\\-*$VPE]*(CR|DB)?")
                ? Optional.of(new CopybookPicture(Category.EDITED, 0, 0, false, length))
                : Optional.empty();
    }

    private static Optional<CopybookPicture> number(String symbols) {
        boolean signed = symbols.startsWith("S");
        String rest = signed ? symbols.substring(1) : symbols;
        int point = rest.indexOf('V');
        String before = point < 0 ? rest : rest.substring(0, point);
        String after = point < 0 ? "" : rest.substring(point + 1);
        int digits = count(rest, '9');
        int scale;
        if (before.startsWith("P") || after.startsWith("P")) {
            // The point is left of zeros that are not stored.
            scale = count(rest, 'P') + digits;
        } else if (before.endsWith("P")) {
            scale = -count(before, 'P');
        } else {
            scale = count(after, '9');
        }
        return Optional.of(new CopybookPicture(Category.NUMBER, digits, scale, signed, digits));
    }

    private static int count(String text, char wanted) {
        return (int) text.chars().filter(c -> c == wanted).count();
    }

    /** With as many symbols as the numbers in parentheses say; empty where they say nonsense. */
    private static String expanded(String picture) {
        StringBuilder symbols = new StringBuilder();
        int i = 0;
        while (i < picture.length()) {
            char c = picture.charAt(i++);
            if (c == '(' || c == ')') {
                return "";
            }
            int times = 1;
            if (i < picture.length() && picture.charAt(i) == '(') {
                int end = picture.indexOf(')', i);
                if (end < 0) {
                    return "";
                }
                try {
                    times = Integer.parseUnsignedInt(picture.substring(i + 1, end));
                } catch (NumberFormatException e) {
                    return "";
                }
                i = end + 1;
            }
            if (times == 0 || times > MAX_LENGTH || symbols.length() + times > MAX_LENGTH) {
                return "";
            }
            symbols.append(String.valueOf(c).repeat(times));
        }
        return symbols.toString();
    }
}
