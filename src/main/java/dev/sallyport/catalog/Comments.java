package dev.sallyport.catalog;

import dev.sallyport.source.SourceConnection;
import dev.sallyport.sql.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a database says of its tables and columns, beside the driver's metadata. */
final class Comments {
    private static final int MAX_COMMENTS = 200_000;

    private record Key(String schema, String table, String column) {}

    private final Map<Key, String> texts = new HashMap<>();

    /** Nothing, where the engine has no question for it or the login may not ask it. */
    static Comments read(SourceConnection connection) {
        Comments comments = new Comments();
        Optional<String> query = connection.commentsQuery();
        if (query.isPresent()) {
            try {
                comments.read(connection.jdbc(), query.get());
            } catch (SQLException e) {
                // The catalogue is of use without them.
            }
        }
        return comments;
    }

    private void read(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next() && texts.size() < MAX_COMMENTS) {
                Key key = new Key(text(rows, 1), text(rows, 2), text(rows, 3));
                texts.put(key, text(rows, 4));
            }
        }
    }

    /** The text for a column, or with an empty name for its table. */
    @Nullable String of(TableName table, String column) {
        return texts.get(new Key(table.schema().orElse(""), table.name(), column));
    }

    private static String text(ResultSet rows, int index) throws SQLException {
        return Objects.requireNonNullElse(rows.getString(index), "");
    }
}
