package dev.sallyport.source;

import java.sql.Connection;
import java.util.List;

/**
 * What is known of a login of CONNX: nothing, since a gateway has no question for it. What its
 * connection was opened with is all that stands between it and the data.
 */
final class ConnxRights implements RightsProbe {
    @Override
    public Examination.Graded examine(Connection connection, SourceConfig config) {
        String user = config.user().orElse("");
        return new Examination.Graded(
                user,
                List.of(
                        config.writes()
                                ? RightsFinding.unknown(
                                        "rights",
                                        Grade.F,
                                        "it can do anything at the gateway and behind it, which tell no"
                                                + " rights; the source allows changes")
                                : RightsFinding.unknown(
                                        "rights",
                                        Grade.D,
                                        "it can change settings of the gateway, which tells no rights; its"
                                                + " connection is opened with READONLY and DBREADONLY")),
                List.of());
    }
}
