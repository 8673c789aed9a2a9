package dev.sallyport.catalog;

import dev.sallyport.catalog.CopybookLexer.Kind;
import dev.sallyport.catalog.CopybookLexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the data descriptions of a copybook; what it does not understand is a problem. */
final class CopybookParser {
    private static final int CONDITION = 88;
    private static final int RENAMES = 66;

    private final List<Token> tokens;
    private final Copybook.Problems problems;
    private final CopybookRecords records;
    private int at;

    private CopybookParser(List<Token> tokens, Copybook.Problems problems) {
        this.tokens = tokens;
        this.problems = problems;
        this.records = new CopybookRecords(problems);
    }

    /** An entry that cannot be read. */
    private static final class NotUnderstood extends Exception {
        private static final long serialVersionUID = 1L;

        NotUnderstood() {
            super("", null, false, false);
        }
    }

    static List<CopybookField> records(List<Token> tokens, Copybook.Problems problems) {
        CopybookParser parser = new CopybookParser(tokens, problems);
        while (parser.at < tokens.size()) {
            try {
                parser.entry();
            } catch (NotUnderstood e) {
                parser.skipToStop();
            }
        }
        return parser.records.complete();
    }

    private void entry() throws NotUnderstood {
        Token first = tokens.get(at);
        // A listing's page breaks stand between entries, with a full stop or without.
        if (first.kind() == Kind.STOP || first.is("EJECT", "SKIP1", "SKIP2", "SKIP3")) {
            at++;
            return;
        }
        if (isAroundTheData(first)) {
            return;
        }
        int level = level(first);
        at++;
        String name = "";
        if (at < tokens.size() && peek().kind() == Kind.WORD && !CopybookWords.isClause(peek())) {
            name = fieldName();
        }
        switch (level) {
            case CONDITION -> condition(name, first);
            case RENAMES -> renames(name, first);
            default -> {
                CopybookField field = new CopybookField(level, name, first.line(), first.column());
                clauses(field);
                stop();
                records.place(field);
            }
        }
    }

    /** Passes over what a copybook may hold beside descriptions of data. */
    private boolean isAroundTheData(Token first) {
        if (first.is("TITLE")) {
            at += 2;
            return true;
        }
        if (first.is("FD", "SD")
                || (first.is(CopybookWords.HEADINGS) && follows("SECTION", "DIVISION"))) {
            skipToStop();
            return true;
        }
        // What a generator of declarations says of the table itself.
        if (first.is("EXEC") && follows("SQL") && isDeclaration(at + 2)) {
            while (at < tokens.size() && !peek().is("END-EXEC")) {
                at++;
            }
            at++;
            return true;
        }
        return false;
    }

    private boolean follows(String... words) {
        return at + 1 < tokens.size() && tokens.get(at + 1).is(words);
    }

    private boolean isDeclaration(int index) {
        return index + 1 < tokens.size()
                && (tokens.get(index).is("DECLARE")
                        || (tokens.get(index).is("BEGIN", "END")
                                && tokens.get(index + 1).is("DECLARE")));
    }

    private int level(Token token) throws NotUnderstood {
        int level = token.text().matches("\\d{1,2}") ? Integer.parseInt(token.text()) : 0;
        boolean known =
                (level >= 1 && level <= CopybookField.DEEPEST)
                        || level == CONDITION
                        || level == RENAMES
                        || level == CopybookField.ALONE;
        if (token.kind() != Kind.WORD || !known) {
            throw problem(
                    token,
                    token.is("COPY", "REPLACE", "EXEC", "++INCLUDE", "-INC")
                            ? token.text() + " is to be expanded first"
                            : "a level number is expected (01 to 49, 66, 77 or 88), not "
                                    + token.text());
        }
        return level;
    }

    private String fieldName() throws NotUnderstood {
        Token token = next();
        if (!token.text().matches("[A-Z0-9][A-Z0-9_-]*|[A-Z0-9]")) {
            throw problem(
                    token,
                    token.text().contains(":") || token.text().contains("(")
                            ? token.text()
                                    + " is a name to be replaced: say by what, as in --replacing :TAG:=CUST"
                            : token.text() + " is no name");
        }
        return token.text().equals("FILLER") ? "" : token.text();
    }

    private void clauses(CopybookField field) throws NotUnderstood {
        while (at < tokens.size() && peek().kind() != Kind.STOP) {
            Token token = next();
            switch (token.text()) {
                case "PIC", "PICTURE" -> picture(field);
                case "USAGE", "GROUP-USAGE" -> {
                    accept("IS");
                    usage(field, next());
                }
                case "OCCURS" -> occurs(field);
                case "REDEFINES" -> field.redefines = next().text();
                case "VALUE", "VALUES" -> values();
                case "SIGN" -> {
                    accept("IS");
                    sign(field, next());
                }
                case "LEADING", "TRAILING" -> sign(field, token);
                case "SYNC", "SYNCHRONIZED" -> {
                    field.synchronizedToo = true;
                    accept("LEFT");
                    accept("RIGHT");
                }
                case "JUST", "JUSTIFIED" -> accept("RIGHT");
                case "BLANK" -> {
                    accept("WHEN");
                    next();
                    field.blankWhenZero = true;
                }
                case "IS" -> {
                    if (at >= tokens.size() || !peek().is("GLOBAL", "EXTERNAL")) {
                        throw problem(token, "IS is not understood here");
                    }
                }
                case "GLOBAL" -> {
                    // Says nothing of the data.
                }
                case "EXTERNAL" -> field.external = true;
                default -> usage(field, token);
            }
        }
    }

    private void picture(CopybookField field) throws NotUnderstood {
        accept("IS");
        Token token = next();
        field.pictureText = token.text();
        field.picture =
                CopybookPicture.of(token.text())
                        .orElseThrow(() -> problem(token, token.text() + " is no picture"));
    }

    private void usage(CopybookField field, Token token) throws NotUnderstood {
        String usage = CopybookWords.USAGES.get(token.text());
        if (usage == null || token.kind() != Kind.WORD) {
            throw problem(token, token.text() + " is not understood here");
        }
        field.usage = usage;
        if (usage.startsWith("BINARY-") && !accept("SIGNED")) {
            field.unsignedUsage = accept("UNSIGNED");
        }
    }

    private void sign(CopybookField field, Token token) throws NotUnderstood {
        if (!token.is("LEADING", "TRAILING")) {
            throw problem(token, "LEADING or TRAILING is expected, not " + token.text());
        }
        field.ownSign = true;
        field.separateSign = accept("SEPARATE");
        accept("CHARACTER");
    }

    private void occurs(CopybookField field) throws NotUnderstood {
        field.occursMost = count();
        field.occursLeast = field.occursMost;
        if (accept("TO")) {
            field.occursMost = count();
        }
        accept("TIMES");
        while (at < tokens.size()) {
            if (accept("DEPENDING")) {
                accept("ON");
                field.dependsOn = qualified();
            } else if (accept("ASCENDING") || accept("DESCENDING")) {
                accept("KEY");
                accept("IS");
                names();
            } else if (accept("INDEXED")) {
                accept("BY");
                names();
            } else {
                return;
            }
        }
    }

    private int count() throws NotUnderstood {
        Token token = next();
        if (!token.text().matches("\\d{1,7}")) {
            throw problem(token, "a number is expected after OCCURS, not " + token.text());
        }
        return Integer.parseInt(token.text());
    }

    private String qualified() throws NotUnderstood {
        String name = next().text();
        while (accept("OF") || accept("IN")) {
            next();
        }
        return name;
    }

    private void names() {
        while (at < tokens.size()
                && peek().kind() == Kind.WORD
                && !CopybookWords.isClause(peek())
                && !peek().is("ASCENDING", "DESCENDING", "INDEXED", "DEPENDING")) {
            at++;
        }
    }

    /** Literals of a VALUE clause, each one or a range. */
    private List<String> values() throws NotUnderstood {
        accept("IS");
        accept("ARE");
        List<String> values = new ArrayList<>();
        do {
            String value = value();
            if (accept("THRU") || accept("THROUGH")) {
                value += " to " + value();
            }
            values.add(value);
        } while (at < tokens.size() && CopybookWords.isValue(peek()));
        return values;
    }

    private String value() throws NotUnderstood {
        accept("ALL");
        Token token = next();
        if (!CopybookWords.isValue(token)) {
            throw problem(token, "a value is expected, not " + token.text());
        }
        StringBuilder whole = new StringBuilder(token.text());
        while (accept("&")) {
            whole.append(next().text());
        }
        String value = whole.toString();
        boolean text = token.kind() == Kind.LITERAL && !value.matches("[A-Za-z0-9]+");
        return text ? "\"" + value + "\"" : value;
    }

    private void condition(String name, Token first) throws NotUnderstood {
        Token clause = next();
        if (!clause.is("VALUE", "VALUES")) {
            throw problem(clause, "VALUE is expected after level 88, not " + clause.text());
        }
        List<String> values = values();
        accept("WHEN");
        accept("SET");
        accept("TO");
        if (accept("FALSE")) {
            accept("IS");
            value();
        }
        stop();
        CopybookField field =
                records.lastField()
                        .orElseThrow(() -> problem(first, "level 88 has no field before it"));
        field.conditions.add(String.join(", ", values) + " = " + name);
    }

    private void renames(String name, Token first) throws NotUnderstood {
        Token clause = next();
        Optional<CopybookField> record = records.lastRecord();
        if (!clause.is("RENAMES") || record.isEmpty()) {
            throw problem(first, "level 66 is RENAMES of fields before it");
        }
        String fields = qualified();
        if (accept("THRU") || accept("THROUGH")) {
            fields += " to " + qualified();
        }
        stop();
        record.get().renames.add(name + " is another name for " + fields);
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token next() throws NotUnderstood {
        if (at >= tokens.size() || peek().kind() == Kind.STOP) {
            Token last = tokens.get(Math.min(at, tokens.size() - 1));
            throw problem(last, "the entry ends too early");
        }
        return tokens.get(at++);
    }

    private boolean accept(String word) {
        if (at < tokens.size() && peek().is(word)) {
            at++;
            return true;
        }
        return false;
    }

    private void stop() throws NotUnderstood {
        if (at >= tokens.size()) {
            Token last = tokens.getLast();
            throw problem(last, "there is no full stop at the end");
        }
        Token token = peek();
        if (token.kind() != Kind.STOP) {
            throw problem(token, token.text() + " is not understood here");
        }
        at++;
    }

    private NotUnderstood problem(Token token, String message) {
        problems.add(token.line(), token.column(), message);
        return new NotUnderstood();
    }

    private void skipToStop() {
        while (at < tokens.size() && peek().kind() != Kind.STOP) {
            at++;
        }
        at++;
    }
}
