package dev.sallyport.guard;

import dev.sallyport.guard.Reading.ColumnReference;
import dev.sallyport.guard.Relation.Name;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.util.List;

/** Whether a name with dots in an expression can only be a column, and never a call. */
final class QualifierCheck {
    private QualifierCheck() {}

    /**
     * In Oracle, a function of a package is called without brackets, and looks like a column, and
     * so does a global variable in Db2: what stands before the dot must be a name that FROM gives.
     */
    static void check(Reading reading, List<Token> tokens, Dialect dialect) {
        for (ColumnReference owner : reading.methodOwners) {
            boolean qualified = owner.parts().size() > 1;
            if ((qualified && !owner.scope().knows(owner.parts().getFirst().folded()))
                    || (!qualified && owner.scope().names.isEmpty())) {
                throw notAColumn(tokens.get(owner.start()).offset());
            }
        }
        if (dialect.equals(Dialects.POSTGRES)) {
            checkFields(reading, tokens);
        }
        if (!dialect.equals(Dialects.ORACLE) && !dialect.equals(Dialects.DB2)) {
            return;
        }
        for (ColumnReference column : reading.columns) {
            List<Name> parts = column.parts();
            if (parts.size() == 1
                    && dialect.equals(Dialects.ORACLE)
                    && column.scope().readsOnly("DUAL")
                    && !column.scope().givesItem(parts.getFirst().folded())
                    && !Words.ORACLE_VALUES.contains(parts.getFirst().folded())) {
                throw notAColumn(tokens.get(column.start()).offset());
            }
            if (parts.size() > 1
                    && dialect.equals(Dialects.ORACLE)
                    && isOfTheServer(parts.getFirst().folded())) {
                throw notAColumn(tokens.get(column.start()).offset());
            }
            if (parts.size() > 1
                    && !column.scope().knows(parts.getFirst().folded())
                    && !column.scope().knows(parts.get(0).folded() + "." + parts.get(1).folded())
                    && !isWithDatabase(column, dialect)) {
                throw notAColumn(tokens.get(column.start()).offset());
            }
        }
    }

    /**
     * Whether a package or a schema of the server may have this name: an alias that hides it from
     * us need not hide it from the server, where the table behind the alias has no such column.
     */
    private static boolean isOfTheServer(String name) {
        return name.equals("SYS")
                || name.equals("HTP")
                || name.startsWith("DBMS_")
                || name.startsWith("UTL_")
                || name.startsWith("OWA_")
                || name.startsWith("APEX_")
                || name.startsWith("CTX_");
    }

    /** Whether a name is that of a column behind the names of its database, schema and table. */
    private static boolean isWithDatabase(ColumnReference column, Dialect dialect) {
        List<Name> parts = column.parts();
        return dialect.equals(Dialects.DB2)
                && parts.size() == 4
                && column.scope()
                        .knows(
                                parts.get(0).folded()
                                        + "."
                                        + parts.get(1).folded()
                                        + "."
                                        + parts.get(2).folded());
    }

    /**
     * In PostgreSQL a field of a value that is no row is a call: {@code ('x').f} is {@code f('x')}.
     */
    private static void checkFields(Reading reading, List<Token> tokens) {
        for (Reading.FieldSelection field : reading.fields) {
            boolean row = !field.base().isEmpty() && field.scope().isRow(field.base());
            boolean column =
                    !field.base().isEmpty()
                            && field.scope().knows(field.base())
                            && field.scope().mayGive(field.base(), field.name());
            if (!row && !column) {
                throw notAColumn(tokens.get(field.token()).offset());
            }
        }
        for (ColumnReference column : reading.columns) {
            if (column.parts().size() > 1 && !isColumn(column)) {
                throw notAColumn(tokens.get(column.start()).offset());
            }
        }
    }

    /** Whether a name with dots can only be a column of something in FROM. */
    private static boolean isColumn(ColumnReference column) {
        List<Name> parts = column.parts();
        String first = parts.get(0).folded();
        String second = parts.get(1).folded();
        if (parts.size() == 2) {
            boolean row =
                    column.scope().knows(first)
                            || first.equals("excluded")
                            || first.equals("old")
                            || first.equals("new");
            return row && column.scope().mayGive(first, second) && !second.startsWith("pg_");
        }
        return parts.size() == 3
                && column.scope().knows(first + "." + second)
                && !parts.get(2).folded().startsWith("pg_");
    }

    private static Refusal notAColumn(int offset) {
        return new Refusal(
                RefusalReason.FUNCTION_NOT_LISTED,
                offset,
                "Before a dot write the name or alias of a table in FROM; packages can't be called.");
    }
}
