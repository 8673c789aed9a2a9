package dev.sallyport.execution;

import dev.sallyport.json.JsonEncoded;
import dev.sallyport.result.ProcedureOutputs;
import dev.sallyport.result.ResultLimits;
import dev.sallyport.result.ResultReader;
import dev.sallyport.result.ResultRows;
import dev.sallyport.source.Source;
import dev.sallyport.source.SourceConnection;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One call of a procedure on one connection, committed like a change unless it only reads.
 *
 * <p>All that it says is read to the end: its outputs come last, and until then it runs.
 */
final class ProcedureRun extends WriteRun {
    /** Results that are kept. */
    static final int MAX_RESULTS = 32;

    /** Counts of changed rows that are kept; the others are added to the last. */
    static final int MAX_COUNTS = 100;

    private final Source source;
    private final BoundCall call;
    private final ExecutionLimits limits;
    private final List<ResultRows> results = new ArrayList<>();
    private final List<Long> counts = new ArrayList<>();
    private boolean more;

    ProcedureRun(
            SourceConnection connection,
            Source source,
            BoundCall call,
            ExecutionLimits limits,
            WriteTerms terms) {
        super(
                connection,
                source,
                new BoundStatement(call.text(), call.statementClass(), List.of(), call.database()),
                limits,
                terms);
        this.source = source;
        this.call = call;
        this.limits = limits;
    }

    @Override
    PreparedStatement prepare(SourceConnection on) throws SQLException {
        return on.prepareCall(call.schema(), call.name(), call.arguments());
    }

    /** One that touches no table has begun none; one that ends its caller's is an error. */
    @Override
    boolean keepsItsTransaction() {
        return true;
    }

    @Override
    boolean commits() {
        return !call.readOnly();
    }

    @Override
    Optional<Effect> effect(PreparedStatement prepared) throws SQLException {
        boolean rows = prepared.execute();
        while (true) {
            if (rows) {
                try (ResultSet result = prepared.getResultSet()) {
                    keep(result);
                }
            } else {
                long count = prepared.getUpdateCount();
                if (count < 0) {
                    break;
                }
                keep(count);
            }
            rows = prepared.getMoreResults();
        }
        CallableStatement outputs = (CallableStatement) prepared;
        Optional<JsonEncoded> values =
                ProcedureOutputs.read(outputs, 2, call.arguments(), resultLimits());
        ProcedureResult result =
                new ProcedureResult(results, more, counts, values, outputs.getInt(1), commits());
        long affected = counts.stream().mapToLong(Long::longValue).sum();
        return Optional.of(new Effect(affected, new ExecutionOutcome.Called(result)));
    }

    private void keep(ResultSet result) throws SQLException {
        if (results.size() == MAX_RESULTS) {
            more = true;
            return;
        }
        results.add(ResultReader.read(result, source.dialect(), resultLimits(), false));
    }

    private void keep(long count) {
        if (counts.size() < MAX_COUNTS) {
            counts.add(count);
        } else {
            counts.set(MAX_COUNTS - 1, counts.getLast() + count);
        }
    }

    /** Rows are limited for each result, bytes for all of them together. */
    private ResultLimits resultLimits() {
        long used = results.stream().mapToLong(rows -> rows.rows().length()).sum();
        return new ResultLimits(
                0,
                limits.maxRows(),
                Math.max(2, limits.maxBytes().bytes() - used),
                limits.maxCellBytes().bytes(),
                source.trimsChar());
    }
}
