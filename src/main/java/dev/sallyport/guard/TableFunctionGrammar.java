package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Reading.Scope;
import dev.sallyport.guard.Reading.Star;
import dev.sallyport.guard.Relation.Name;
import dev.sallyport.sql.Dialect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The grammar of functions in FROM, and of the columns that they give. */
abstract class TableFunctionGrammar extends PivotGrammar {
    TableFunctionGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect, functions);
    }

    final void tableFunction(int length) {
        if (functions.takesRelation(names.lower(peek())) && length == 1) {
            searchFunction();
            alias("");
            return;
        }
        boolean isOpenJson = isWord("OPENJSON");
        int defined = reading.definedColumns.size();
        String function = names.lower(peek((length - 1)));
        tableFunctionCall();
        if ((isWord("WITH") && isWord(1, "ORDINALITY"))
                || (isWord("WITH") && isWord(1, "OFFSET"))) {
            reading.omit(at, at + 2);
            at += 2;
        }
        if (tsql && peek(-1).isOperator(")") && isOpenJson && isWord("WITH")) {
            // The columns of OPENJSON.
            reading.mark(at, Role.KEYWORD);
            int start = at++;
            definitions();
            reading.omit(start, at);
        }
        aliasOfFunction(function, defined);
    }

    /** The alias of a function: in PostgreSQL, a name after it and a dot may be a call. */
    final void aliasOfFunction(String function, int defined) {
        Set<String> columns = new HashSet<>(columnsOf(function));
        int start = at;
        String alias = isWord("AS") ? names.fold(peek(1)) : names.fold(peek());
        alias("");
        if (at == start) {
            alias = function;
        }
        columns.add(alias);
        for (int i = start; i < at; i++) {
            boolean first = tokens.get(i).isOperator("(") || tokens.get(i).isOperator(",");
            if (first && i + 1 < at && tokens.get(i + 1).isName()) {
                columns.add(names.fold(tokens.get(i + 1)));
            }
        }
        columns.addAll(reading.definedColumns.subList(defined, reading.definedColumns.size()));
        scope.functionColumns.put(alias, columns);
        scope.functionColumns.put(function, columns);
    }

    private static Set<String> columnsOf(String function) {
        return switch (function) {
            case "jsonb_each", "json_each", "jsonb_each_text", "json_each_text" ->
                    Set.of("key", "value", "ordinality");
            case "jsonb_array_elements",
                    "json_array_elements",
                    "jsonb_array_elements_text",
                    "json_array_elements_text" ->
                    Set.of("value", "ordinality");
            default -> Set.of("ordinality");
        };
    }

    final void tableFunctionCall() {
        int start = at;
        List<Token> chain = new ArrayList<>(3);
        chain.add(expectName());
        while (acceptOperator(".")) {
            chain.add(expectName());
        }
        Token last = chain.getLast();
        String key = names.functionKey(last);
        int index = at - 1;
        boolean method =
                tsql
                        && chain.size() > 1
                        && chain.size() <= 3
                        && names.lower(last).equals("nodes")
                        && !scope.names.isEmpty()
                        && !functions.isSchema(names.lower(chain.get(chain.size() - 2)));
        StringBuilder full = new StringBuilder();
        for (Token token : chain) {
            full.append(full.isEmpty() ? "" : ".").append(names.functionKey(token));
        }
        boolean known =
                method
                        || (chain.size() == 1 && functions.isTableFunction(key))
                        || functions.isReviewed(full.toString())
                        || (chain.size() == 2
                                && functions.isBuiltInSchema(names.functionKey(chain.getFirst()))
                                && functions.isTableFunction(key));
        if (!known) {
            throw tableFunctionNotListed(start);
        }
        if (method) {
            List<Name> parts = new ArrayList<>();
            for (Token token : chain.subList(0, chain.size() - 1)) {
                parts.add(names.name(token));
            }
            reading.methodOwners.add(new Reading.ColumnReference(start, parts, scope));
        }
        reading.mark(index, Role.FUNCTION);
        reading.functions.add(method ? key : full.toString());
        scope.names.add(names.fold(last));
        checkXmlQuery();
        callArguments(last.keyword());
    }

    /** A full text search: its first argument is a table, its second a list of columns. */
    private void searchFunction() {
        reading.mark(at, Role.FUNCTION);
        reading.functions.add(names.lower(peek()));
        at++;
        expectOperator("(");
        inSearch = true;
        relation(false);
        inSearch = false;
        expectOperator(",");
        int columns = at;
        boolean property = isWord("PROPERTY") && isOperator(1, "(");
        if (isOperator("(") && isOperator(1, "*")) {
            at += 2;
            expectOperator(")");
            reading.omit(columns, columns + 1);
            reading.omit(at - 1, at);
        } else if (property) {
            expression();
        } else if (isOperator("(")) {
            nameList();
        } else if (!acceptOperator("*")) {
            named();
        }
        if (!property) {
            searched(columns);
        }
        while (acceptOperator(",")) {
            if (acceptWord("LANGUAGE")) {
                reading.omit(at - 1, at);
                operand();
            } else {
                expression();
            }
        }
        expectOperator(")");
    }

    private void searched(int from) {
        for (int i = from; i < at; i++) {
            if (tokens.get(i).isOperator("*")) {
                reading.stars.add(new Star(i, "", scope));
            } else if (tokens.get(i).isName()) {
                reading.columns.add(
                        new Reading.ColumnReference(i, List.of(names.name(tokens.get(i))), scope));
            }
        }
    }

    final Refusal tableFunctionNotListed(int index) {
        return refuse(
                RefusalReason.TABLE_FUNCTION,
                index,
                "Read tables and views; of functions in FROM only built-in ones without side effects are"
                        + " known.");
    }

    /** TABLE(…): a table function, an expression, or a query. */
    final void tableOf() {
        int start = at + 1;
        reading.mark(at, Role.KEYWORD);
        reading.omit(at, at + 1);
        at += 2;
        if (h2) {
            reading.substitute(start, start + 1, "( SELECT");
            do {
                int column = at;
                reading.definedColumns.add(names.fold(expectName()));
                type();
                expectOperator("=");
                reading.omit(column, at);
                expression();
            } while (acceptOperator(","));
        } else if (startsQuery(0)) {
            query(new Scope(scope));
        } else if (trino && isWord("EXCLUDE_COLUMNS") && isOperator(1, "(")) {
            excludeColumns();
        } else if (peek().isName() && !isCollectionColumn()) {
            reading.omit(at - 1, at);
            tableFunctionCall();
        } else if (isCollectionColumn()) {
            reading.substitute(start, start + 1, "( SELECT");
            name();
            expectOperator(")");
            alias("");
            return;
        } else {
            throw tableFunctionNotListed(at);
        }
        if (!h2 && reading.substituteAt(at) == null && reading.substituteAt(start) != null) {
            reading.omit(at, at + 1);
        }
        expectOperator(")");
        alias("");
    }

    /** A column of a relation before, behind its alias: it holds a list. */
    private boolean isCollectionColumn() {
        return oracle
                && peek().isName()
                && isOperator(1, ".")
                && peek(2).isName()
                && isOperator(3, ")");
    }

    /** Trino's function that leaves columns of a table out. */
    private void excludeColumns() {
        reading.mark(at, Role.FUNCTION);
        reading.functions.add("exclude_columns");
        at++;
        expectOperator("(");
        acceptArgumentName("INPUT");
        expectWord("TABLE");
        reading.mark(at - 1, Role.KEYWORD);
        expectOperator("(");
        reading.stars.add(new Reading.Star(at, "", scope));
        if (startsQuery(0)) {
            query(new Scope(scope));
        } else {
            relationName();
        }
        expectOperator(")");
        expectOperator(",");
        acceptArgumentName("COLUMNS");
        expectWord("DESCRIPTOR");
        reading.mark(at - 1, Role.KEYWORD);
        nameList();
        expectOperator(")");
    }

    private void acceptArgumentName(String name) {
        if (isWord(name) && isOperator(1, "=>")) {
            at += 2;
        }
    }

    final void rowsFrom() {
        reading.mark(at + 1, Role.KEYWORD);
        at += 3;
        do {
            tableFunctionCall();
            if (acceptWord("AS")) {
                definitions();
            }
        } while (acceptOperator(","));
        expectOperator(")");
        if (acceptWord("WITH")) {
            expectWord("ORDINALITY");
        }
        aliasOfFunction("", reading.definedColumns.size());
    }
}
