package dev.sallyport.tool;

import dev.sallyport.catalog.CatalogView;
import dev.sallyport.execution.ExecutionLimits;
import dev.sallyport.execution.WriteSettings;
import dev.sallyport.guard.ProcedureGuard;
import dev.sallyport.guard.SqlGuard;
import dev.sallyport.source.Source;
import dev.sallyport.sql.TableName;
import java.util.Optional;

/**
 * A data source with the rules that hold for it.
 *
 * @param guard inspects every statement for the source, and says what a search may show
 * @param limits what one statement may cost at most
 * @param writes what changes may do, where the source allows any
 * @param procedures which procedures may be called
 * @param exports the same source with connections for exports, where its owner allows them
 */
public record GovernedSource(
        Source source,
        SqlGuard guard,
        ExecutionLimits limits,
        WriteSettings writes,
        ProcedureGuard procedures,
        Optional<Source> exports) {
    /** A source of which nothing is exported. */
    public GovernedSource(
            Source source,
            SqlGuard guard,
            ExecutionLimits limits,
            WriteSettings writes,
            ProcedureGuard procedures) {
        this(source, guard, limits, writes, procedures, Optional.empty());
    }

    /** A source of which no procedure may be called. */
    public GovernedSource(
            Source source, SqlGuard guard, ExecutionLimits limits, WriteSettings writes) {
        this(source, guard, limits, writes, ProcedureGuard.none(source.dialect()));
    }

    /** A source with what holds for changes where nothing is configured. */
    public GovernedSource(Source source, SqlGuard guard, ExecutionLimits limits) {
        this(source, guard, limits, WriteSettings.STANDARD);
    }

    String name() {
        return source.name();
    }

    /** The database that a call asks for, where that is not the source's own. */
    Optional<String> other(Optional<String> asked) {
        return asked.isPresent() && source.isOwn(asked.get()) ? Optional.empty() : asked;
    }

    /** The database that a statement runs in: the one that is asked for, or the source's own. */
    Optional<String> home(Optional<String> asked) {
        Optional<String> other = other(asked);
        return other.isPresent() ? other : source.defaultDatabase();
    }

    /** What a search may show: what a statement may name. */
    CatalogView view() {
        return view(source.defaultDatabase());
    }

    /** The same of what is in one of a server's databases. */
    CatalogView view(Optional<String> database) {
        return new CatalogView() {
            @Override
            public boolean shows(TableName table) {
                return guard.mayRead(table, database);
            }

            @Override
            public boolean shows(TableName table, String column) {
                return guard.mayRead(table, column, database);
            }
        };
    }
}
