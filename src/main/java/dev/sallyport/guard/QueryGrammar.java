package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Reading.Scope;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The grammar of queries: WITH, SELECT and its clauses, set operations. */
abstract class QueryGrammar extends ExpressionGrammar {
    private static final String LOCK_HINT = "Read rows without locking them.";

    /** Names of common table expressions that are visible here, innermost last. */
    final List<String> visibleCtes = new ArrayList<>();

    /** Where the FROM stands that comes before its SELECT. */
    private int fromFirst;

    QueryGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect, functions);
    }

    /** Reads the list of relations after FROM. */
    abstract void fromList();

    abstract void fromItem();

    // ---- whole queries

    @Override
    final void subquery() {
        query(new Scope(scope));
    }

    final void query(Scope inner) {
        enter();
        Scope outer = scope;
        int visible = visibleCtes.size();
        scope = inner;
        if (isWord("WITH")) {
            with();
        }
        term();
        rest();
        while (visibleCtes.size() > visible) {
            visibleCtes.removeLast();
        }
        scope = outer;
        leave();
    }

    @Override
    final boolean startsQuery(int ahead) {
        Token token = peek(ahead);
        return switch (token.keyword()) {
            case "SELECT" -> true;
            case "WITH" -> true;
            case "VALUES" -> !oracle && !connx;
            case "TABLE" ->
                    peek(ahead + 1).isName() && !tsql && !connx && !oracle && !db2 && !sqlite;
            case "FROM", "PIVOT", "UNPIVOT", "DESCRIBE", "SUMMARIZE" ->
                    duckdb && !isOperator(ahead + 1, ")");
            default -> false;
        };
    }

    @Override
    final boolean startsQueryRest() {
        return isSetOperator()
                || (isWord("ORDER") && isWord(1, "BY"))
                || isWord("LIMIT")
                || isWord("OFFSET")
                || isWord("FETCH");
    }

    @Override
    final void queryRest() {
        rest();
    }

    private boolean isSetOperator() {
        return isWord("UNION")
                || isWord("EXCEPT")
                || isWord("INTERSECT")
                || (isWord("MINUS") && (oracle || db2 || h2 || mysql));
    }

    private void rest() {
        while (isSetOperator()) {
            at++;
            if (!acceptWord("ALL")) {
                acceptWord("DISTINCT");
            }
            if (acceptWords("BY", "NAME") || acceptWord("CORRESPONDING")) {
                acceptWord("BY");
            }
            term();
        }
        clauses(
                new HashSet<>(
                        Set.of(
                                "FROM", "SELECT", "WHERE", "GROUP", "HAVING", "QUALIFY",
                                "CONNECT")));
    }

    /** One side of a set operation. */
    private void term() {
        if (isOperator("(")) {
            at++;
            query(scope.sibling());
            expectOperator(")");
            return;
        }
        switch (peek().keyword()) {
            case "SELECT" -> {
                Scope outer = scope;
                scope = outer.sibling();
                select();
                // ORDER BY after a single SELECT sees its names.
                outer.names.addAll(scope.names);
                outer.relations.addAll(scope.relations);
                outer.itemNames.addAll(scope.itemNames);
                outer.aliases.putAll(scope.aliases);
                scope = outer;
            }
            case "VALUES" -> values();
            case "TABLE" -> {
                reading.substitute(at, at + 1, "SELECT * FROM");
                at++;
                reading.stars.add(new Reading.Star(at, "", scope));
                relationName();
            }
            case "FROM" -> {
                if (!duckdb) {
                    throw notUnderstood();
                }
                Scope outer = scope;
                scope = outer.sibling();
                int outerFrom = fromFirst;
                fromFirst = at;
                if (!containsSelect()) {
                    reading.substitute(at, at + 1, "SELECT * FROM");
                    reading.stars.add(new Reading.Star(at, "", scope));
                }
                clauses(new HashSet<>());
                fromFirst = outerFrom;
                scope = outer;
            }
            case "PIVOT", "UNPIVOT" -> pivotStatement();
            case "DESCRIBE", "SUMMARIZE" -> describe();
            default -> throw notUnderstood();
        }
    }

    private boolean containsSelect() {
        int depth = 0;
        for (int i = at; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.isOperator("(")) {
                depth++;
            } else if (token.isOperator(")") && --depth < 0) {
                return false;
            } else if (depth == 0 && token.is("SELECT")) {
                return true;
            }
        }
        return false;
    }

    private void describe() {
        if (!duckdb) {
            throw notUnderstood();
        }
        reading.omit(at, at + 1);
        at++;
        if (startsQuery(0)) {
            query(scope.sibling());
        } else {
            reading.substitute(at - 1, at, "SELECT * FROM");
            reading.stars.add(new Reading.Star(at, "", scope));
            relationName();
        }
    }

    final void values() {
        expectWord("VALUES");
        reading.mark(at - 1, Role.KEYWORD);
        do {
            if (mysql && acceptWord("ROW")) {
                reading.mark(at - 1, Role.KEYWORD);
            }
            expression();
        } while (acceptOperator(","));
    }

    // ---- WITH

    final void with() {
        expectWord("WITH");
        if (isWord("XMLNAMESPACES") && tsql) {
            reading.mark(at, Role.KEYWORD);
            int start = at++;
            xmlNamespaces();
            if (!acceptOperator(",")) {
                reading.omit(start - 1, at);
                return;
            }
            reading.omit(start, at);
        }
        boolean recursive = acceptWord("RECURSIVE");
        do {
            commonTable(recursive || tsql || oracle || db2 || sqlite || connx || h2);
        } while (acceptOperator(","));
    }

    private void xmlNamespaces() {
        expectOperator("(");
        do {
            if (acceptWord("DEFAULT")) {
                string();
            } else {
                string();
                expectWord("AS");
                named();
            }
        } while (acceptOperator(","));
        expectOperator(")");
    }

    private void string() {
        if (peek().kind() != Kind.STRING) {
            throw notUnderstood();
        }
        at++;
    }

    private void commonTable(boolean recursive) {
        if (isWord("FUNCTION") || isWord("PROCEDURE")) {
            throw refuse(RefusalReason.FUNCTION_NOT_LISTED, "Define no function inside the query.");
        }
        Token name = named();
        String folded = names.fold(name);
        if (isOperator("(")) {
            reading.mark(at - 1, Role.COLUMN_LIST);
            nameList();
        }
        if (duckdb && acceptWords("USING", "KEY")) {
            nameList();
        }
        expectWord("AS");
        int materialized = at;
        if (isWord("NOT") && isWord(1, "MATERIALIZED")) {
            at++;
        }
        acceptWord("MATERIALIZED");
        reading.omit(materialized, at);
        reading.mark(at - 1, Role.KEYWORD);
        reading.cteNames.add(folded);
        if (recursive) {
            visibleCtes.add(folded);
        }
        expectOperator("(");
        if (isWord("INSERT") || isWord("UPDATE") || isWord("DELETE") || isWord("MERGE")) {
            throw refuse(RefusalReason.NOT_READ_ONLY, "Write only queries inside WITH.");
        }
        query(scope.sibling());
        expectOperator(")");
        if (!recursive) {
            visibleCtes.add(folded);
        }
        int start = at;
        searchAndCycle();
        reading.omit(start, at);
    }

    private void searchAndCycle() {
        if (acceptWord("SEARCH")) {
            if (!acceptWord("DEPTH")) {
                expectWord("BREADTH");
            }
            expectWord("FIRST");
            expectWord("BY");
            sortItems();
            expectWord("SET");
            named();
        }
        if (acceptWord("CYCLE")) {
            named();
            while (acceptOperator(",")) {
                named();
            }
            expectWord("SET");
            named();
            if (acceptWord("TO")) {
                operand();
                expectWord("DEFAULT");
                operand();
            }
            if (acceptWord("USING")) {
                named();
            }
        }
    }

    final void nameList() {
        expectOperator("(");
        do {
            named();
        } while (acceptOperator(","));
        expectOperator(")");
    }

    // ---- SELECT

    private void select() {
        expectWord("SELECT");
        modifiers();
        if (postgres && startsClause()) {
            reading.suffix(at - 1, " 1");
        } else {
            selectItems();
        }
        clauses(new HashSet<>(Set.of("SELECT")));
    }

    private boolean startsClause() {
        return isWord("FROM") || isWord("WHERE") || peek().kind() == Kind.END || isOperator(")");
    }

    private void modifiers() {
        boolean more = true;
        while (more) {
            switch (peek().keyword()) {
                case "ALL", "DISTINCT" -> {
                    at++;
                    if (isWord("ON") && isOperator(1, "(")) {
                        reading.mark(at, Role.KEYWORD);
                        at += 2;
                        expressions();
                        expectOperator(")");
                    }
                }
                case "DISTINCTROW",
                        "HIGH_PRIORITY",
                        "SQL_SMALL_RESULT",
                        "SQL_BIG_RESULT",
                        "SQL_BUFFER_RESULT",
                        "SQL_NO_CACHE",
                        "SQL_CACHE",
                        "SQL_CALC_FOUND_ROWS",
                        "STRAIGHT_JOIN" -> {
                    more = mysql;
                    if (more) {
                        reading.omit(at, at + 1);
                        at++;
                    }
                }
                case "TOP" -> {
                    more =
                            (tsql || connx || h2)
                                    && !isOperator(1, ",")
                                    && !isOperator(1, ".")
                                    && !isWord(1, "FROM");
                    if (more) {
                        top();
                    }
                }
                default -> more = false;
            }
        }
    }

    final void top() {
        int start = at;
        boolean query = false;
        expectWord("TOP");
        if (isOperator("(")) {
            reading.mark(at - 1, Role.KEYWORD);
            at++;
            query = !isOperator(1, ")");
            if (startsQuery(0)) {
                subquery();
            } else {
                expression();
            }
            expectOperator(")");
        } else if (peek().kind() == Kind.NUMBER) {
            at++;
        } else if (peek().kind() == Kind.PARAMETER) {
            operand();
        } else {
            throw notUnderstood();
        }
        acceptWord("PERCENT");
        if (isWord("WITH") && isWord(1, "TIES")) {
            at += 2;
        }
        if (!query) {
            reading.omit(start, at);
        }
    }

    final void selectItems() {
        do {
            if (duckdb && endsSelectItems()) {
                reading.omit(at - 1, at);
                break;
            }
            selectItem();
        } while (acceptOperator(","));
    }

    private boolean endsSelectItems() {
        return isWord("FROM") || peek().kind() == Kind.END || isOperator(")");
    }

    private void selectItem() {
        if (duckdb && peek().isName() && isOperator(1, ":")) {
            reading.omit(at, at + 2);
            at += 2;
        }
        if ((tsql || connx)
                && (peek().isName() || peek().kind() == Kind.STRING)
                && isOperator(1, "=")) {
            // alias = expression
            at += 2;
            expression();
            return;
        }
        expression();
        if (acceptWord("AS")) {
            if (peek().kind() == Kind.STRING) {
                reading.nameAt(at);
                at++;
            } else if (trino && isOperator("(")) {
                nameList();
            } else {
                scope.itemNames.add(names.fold(named()));
            }
        } else if (isImplicitAlias()) {
            reading.nameAt(at);
            scope.itemNames.add(names.fold(peek()));
            at++;
        }
    }

    final boolean isImplicitAlias() {
        Token token = peek();
        return switch (token.kind()) {
            case QUOTED_NAME -> true;
            case STRING -> tsql || mysql || sqlite || connx;
            case WORD -> !Words.NO_ALIAS.contains(token.keyword());
            case NUMBER, OPERATOR, PARAMETER, END -> false;
        };
    }

    // ---- clauses

    /** Clauses after a select list or a set operation, each at most once. */
    private void clauses(Set<String> seen) {
        boolean more = true;
        while (more) {
            String word = peek().keyword();
            int start = at;
            more = clause(word);
            if (more && !seen.add(word) && !word.equals("FOR") && !word.equals("WITH")) {
                at = start;
                throw notUnderstood();
            }
        }
    }

    private boolean clause(String word) {
        int start = at;
        switch (word) {
            case "FROM" -> {
                reading.mark(at, Role.RELATION);
                at++;
                fromList();
            }
            case "SELECT" -> {
                if (!duckdb) {
                    throw notUnderstood();
                }
                int before = fromFirst;
                at++;
                modifiers();
                selectItems();
                reading.move(start, at, before);
            }
            case "WHERE", "HAVING", "QUALIFY" -> {
                at++;
                expression();
            }
            case "GROUP" -> {
                at++;
                groupBy();
            }
            case "ORDER" -> orderBy();
            case "WINDOW" -> {
                at++;
                namedWindows();
            }
            case "LIMIT" -> {
                at++;
                limit();
            }
            case "OFFSET" -> {
                at++;
                expression();
                if (!acceptWord("ROWS")) {
                    acceptWord("ROW");
                }
            }
            case "FETCH" -> {
                at++;
                fetch();
            }
            case "START", "CONNECT" -> {
                if (!oracle && !db2) {
                    return false;
                }
                at++;
                if (word.equals("START")) {
                    expectWord("WITH");
                } else {
                    expectWord("BY");
                    acceptWord("NOCYCLE");
                }
                expression();
            }
            case "FOR" -> {
                return forClause();
            }
            case "LOCK" -> {
                if (!mysql) {
                    return false;
                }
                throw refuse(RefusalReason.LOCK, LOCK_HINT);
            }
            case "INTO" ->
                    throw refuse(
                            RefusalReason.INTO,
                            "Select rows without INTO; the answer returns them.");
            case "OPTION" -> {
                if (!tsql) {
                    return false;
                }
                at++;
                options();
            }
            case "WITH" -> {
                return isolation();
            }
            case "OPTIMIZE" -> {
                if (!db2) {
                    return false;
                }
                at++;
                expectWord("FOR");
                operand();
                if (!acceptWord("ROWS")) {
                    expectWord("ROW");
                }
                reading.omit(start, at);
            }
            case "USING" -> {
                if (!duckdb || !isWord(1, "SAMPLE")) {
                    return false;
                }
                at += 2;
                sample();
                reading.omit(start, at);
            }
            case "PROCEDURE" -> {
                if (mysql) {
                    throw notUnderstood();
                }
                return false;
            }
            case "" -> {
                return maxRows();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** CONNX's row limit. */
    private boolean maxRows() {
        if (!isOperator("{") || !connx) {
            return false;
        }
        if (!isWord(1, "MAXROWS")) {
            throw escapeNotListed();
        }
        int start = at;
        at += 2;
        operand();
        if (acceptOperator(",")) {
            operand();
        }
        expectOperator("}");
        reading.omit(start, at);
        return true;
    }

    private void groupBy() {
        expectWord("BY");
        if (acceptWord("ALL") && (isClauseEnd() || duckdb)) {
            return;
        }
        acceptWord("DISTINCT");
        do {
            groupItem();
        } while (acceptOperator(","));
        if (isWord("WITH") && (isWord(1, "ROLLUP") || isWord(1, "CUBE"))) {
            at += 2;
        }
    }

    private boolean isClauseEnd() {
        return peek().kind() == Kind.END
                || isOperator(")")
                || Words.NO_ALIAS.contains(peek().keyword());
    }

    private void groupItem() {
        if (isWord("GROUPING") && isWord(1, "SETS")) {
            reading.mark(at + 1, Role.KEYWORD);
            at += 2;
            expectOperator("(");
            do {
                groupItem();
            } while (acceptOperator(","));
            expectOperator(")");
            return;
        }
        if ((isWord("ROLLUP") || isWord("CUBE")) && isOperator(1, "(")) {
            reading.mark(at, Role.KEYWORD);
            at++;
        }
        expression();
        if (mysql && (isWord("ASC") || isWord("DESC"))) {
            at++;
        }
    }

    @Override
    final void orderBy() {
        expectWord("ORDER");
        acceptWord("SIBLINGS");
        expectWord("BY");
        sortItems();
    }

    private void sortItems() {
        do {
            if (duckdb && acceptWord("ALL")) {
                direction();
                continue;
            }
            expression();
            if (postgres && isWord("USING") && peek(1).kind() == Kind.OPERATOR) {
                reading.omit(at, at + 2);
                at += 2;
            }
            direction();
        } while (acceptOperator(","));
    }

    private void direction() {
        if (!acceptWord("ASC")) {
            acceptWord("DESC");
        }
        if (acceptWord("NULLS") && !acceptWord("FIRST")) {
            expectWord("LAST");
        }
    }

    private void namedWindows() {
        do {
            named();
            expectWord("AS");
            reading.mark(at - 1, Role.KEYWORD);
            window();
        } while (acceptOperator(","));
    }

    @Override
    final void window() {
        enter();
        expectOperator("(");
        if (peek().isName()
                && !isWord("PARTITION")
                && !isWord("ORDER")
                && !isWord("ROWS")
                && !isWord("RANGE")
                && !isWord("GROUPS")) {
            reading.omit(at, at + 1);
            at++;
        }
        if (acceptWord("PARTITION")) {
            expectWord("BY");
            expressions();
        }
        if (isWord("ORDER")) {
            orderBy();
        }
        if (isWord("ROWS") || isWord("RANGE") || isWord("GROUPS")) {
            at++;
            frame();
        }
        expectOperator(")");
        leave();
    }

    private void frame() {
        if (acceptWord("BETWEEN")) {
            bound();
            expectWord("AND");
        }
        bound();
        if (acceptWord("EXCLUDE")) {
            if (acceptWord("CURRENT")) {
                expectWord("ROW");
            } else if (acceptWord("NO")) {
                expectWord("OTHERS");
            } else if (!acceptWord("GROUP")) {
                expectWord("TIES");
            }
        }
    }

    private void bound() {
        if (acceptWords("CURRENT", "ROW")) {
            return;
        }
        if (!acceptWord("UNBOUNDED")) {
            operand();
        }
        if (!acceptWord("PRECEDING")) {
            expectWord("FOLLOWING");
        }
    }

    private void limit() {
        if (acceptWord("ALL")) {
            return;
        }
        expression();
        if (duckdb && (acceptOperator("%") || acceptWord("PERCENT"))) {
            reading.omit(at - 1, at);
            return;
        }
        if (acceptOperator(",")) {
            expression();
        }
    }

    private void fetch() {
        if (!acceptWord("FIRST")) {
            expectWord("NEXT");
        }
        if (!isWord("ROW") && !isWord("ROWS")) {
            operand();
            acceptWord("PERCENT");
        }
        if (!acceptWord("ROWS")) {
            expectWord("ROW");
        }
        if (acceptWord("WITH")) {
            expectWord("TIES");
        } else {
            expectWord("ONLY");
        }
    }

    private boolean forClause() {
        switch (peek(1).keyword()) {
            case "UPDATE", "SHARE", "NO", "KEY" -> throw refuse(RefusalReason.LOCK, LOCK_HINT);
            case "READ", "FETCH" -> {
                if (!db2 || !isWord(2, "ONLY")) {
                    throw notUnderstood();
                }
                reading.omit(at, at + 3);
                at += 3;
            }
            case "XML", "JSON" -> {
                if (!tsql) {
                    throw notUnderstood();
                }
                int start = at;
                at += 2;
                forOutput();
                reading.omit(start, at);
            }
            default -> throw notUnderstood();
        }
        return true;
    }

    private void forOutput() {
        do {
            switch (peek().keyword()) {
                case "AUTO",
                        "PATH",
                        "RAW",
                        "EXPLICIT",
                        "ROOT",
                        "ELEMENTS",
                        "TYPE",
                        "BINARY",
                        "INCLUDE_NULL_VALUES",
                        "WITHOUT_ARRAY_WRAPPER",
                        "XMLSCHEMA",
                        "XMLDATA" -> {
                    at++;
                    if (isWord("BASE64") || isWord("XSINIL") || isWord("ABSENT")) {
                        at++;
                    }
                    if (isOperator("(")) {
                        reading.mark(at - 1, Role.KEYWORD);
                        at++;
                        string();
                        expectOperator(")");
                    }
                }
                default -> throw notUnderstood();
            }
        } while (acceptOperator(","));
    }

    /** T-SQL's query hints: only those that change how a query runs, not what. */
    private void options() {
        int start = at - 1;
        reading.mark(start, Role.KEYWORD);
        expectOperator("(");
        do {
            switch (peek().keyword()) {
                case "MAXRECURSION",
                        "MAXDOP",
                        "FAST",
                        "MAX_GRANT_PERCENT",
                        "MIN_GRANT_PERCENT",
                        "QUERYTRACEON_NONE" -> {
                    at++;
                    acceptOperator("=");
                    operand();
                }
                case "RECOMPILE" -> at++;
                case "HASH", "LOOP", "MERGE", "ORDER", "CONCAT" -> {
                    at++;
                    if (!acceptWord("JOIN") && !acceptWord("GROUP")) {
                        expectWord("UNION");
                    }
                }
                case "FORCE" -> {
                    at++;
                    expectWord("ORDER");
                }
                case "KEEP", "KEEPFIXED", "ROBUST" -> {
                    at++;
                    expectWord("PLAN");
                }
                case "EXPAND" -> {
                    at++;
                    expectWord("VIEWS");
                }
                case "OPTIMIZE" -> {
                    at++;
                    expectWord("FOR");
                    expectWord("UNKNOWN");
                }
                default ->
                        throw refuse(
                                RefusalReason.OPTION,
                                "Leave the hint out; this one is not on the list.");
            }
        } while (acceptOperator(","));
        expectOperator(")");
        reading.omit(start, at);
    }

    private boolean isolation() {
        if (connx) {
            return false;
        }
        switch (peek(1).keyword()) {
            case "UR", "CS" -> {
                if (!db2) {
                    return false;
                }
                reading.omit(at, at + 2);
                at += 2;
                if (isWord("USE")) {
                    throw refuse(RefusalReason.LOCK, LOCK_HINT);
                }
            }
            case "RS", "RR" -> {
                if (!db2) {
                    return false;
                }
                if (isWord(2, "USE")) {
                    throw refuse(RefusalReason.LOCK, LOCK_HINT);
                }
                reading.omit(at, at + 2);
                at += 2;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    final void sample() {
        if (peek().isName() && isOperator(1, "(")) {
            if (!Words.SAMPLING_METHODS.contains(peek().keyword())) {
                throw functionNotListed(at);
            }
            reading.mark(at, Role.KEYWORD);
            at++;
        }
        boolean brackets = acceptOperator("(");
        if (brackets) {
            reading.mark(at - 2, Role.KEYWORD);
        }
        operand();
        if (!acceptOperator("%") && !acceptWord("PERCENT")) {
            acceptWord("ROWS");
        }
        if (acceptOperator(",")) {
            operand();
        }
        if (brackets) {
            expectOperator(")");
        }
        if (isOperator("(") && duckdb) {
            at++;
            named();
            if (acceptOperator(",")) {
                operand();
            }
            expectOperator(")");
        }
        if ((isWord("REPEATABLE") || isWord("SEED")) && isOperator(1, "(")) {
            reading.mark(at, Role.KEYWORD);
            at += 2;
            operand();
            expectOperator(")");
        }
    }

    private void pivotStatement() {
        if (!duckdb) {
            throw notUnderstood();
        }
        boolean unpivot = isWord("UNPIVOT");
        reading.substitute(at, at + 1, "SELECT * FROM");
        at++;
        reading.stars.add(new Reading.Star(at, "", scope));
        fromItem();
        reading.substitute(at, at + 1, "WHERE f (");
        expectWord("ON");
        itemsWithoutAliases();
        if (unpivot) {
            int start = at;
            if (acceptWord("INTO")) {
                expectWord("NAME");
                named();
                expectWord("VALUE");
                nameOrNames();
            }
            reading.omit(start, at);
        } else {
            if (acceptWord("IN")) {
                operand();
            }
            if (acceptWord("USING")) {
                reading.substitute(at - 1, at, "OR f (");
                itemsWithoutAliases();
            }
        }
        clauses(new HashSet<>());
    }

    /** Items that a parser is shown as arguments, so without their aliases. */
    private void itemsWithoutAliases() {
        do {
            expression();
            int start = at;
            if (acceptWord("AS") || isImplicitAlias()) {
                named();
                reading.omit(start, at);
            }
        } while (acceptOperator(","));
        reading.suffix(at - 1, " )");
    }

    final void nameOrNames() {
        if (isOperator("(")) {
            nameList();
            return;
        }
        named();
        while (acceptOperator(",")) {
            named();
        }
    }
}
