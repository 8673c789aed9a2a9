package dev.sallyport.source;

import java.util.Optional;
import java.util.Set;

/** Kinds of privileges of MySQL and MariaDB, by what a login can do with them. */
enum MySqlPrivileges {
    SUPERUSER("superuser", Grade.F, "it may do anything"),
    LOGINS("other-logins", Grade.F, "it may make logins, change their passwords, or act as others"),
    GRANT_TABLES(
            "grant-tables",
            Grade.F,
            "it can change tables of every database, those of logins among them"),
    PASSWORDS("passwords", Grade.F, "it can read every database, and where passwords are kept"),
    FILES("files", Grade.F, "it can read and write files of the server"),
    REPLICATION("replication", Grade.F, "it may copy the whole server"),
    SERVER("server", Grade.D, "it can act on the server, or change its settings"),
    GRANT("grant-option", Grade.D, "it may hand on its rights"),
    TABLES("change-tables", Grade.D, "it can make, change or drop tables, views or routines"),
    OTHER("other-rights", Grade.D, "it can change anything by rights that are not known here"),
    CHANGE_ROWS("change-rows", Grade.C, "it can change rows"),
    ROUTINES(
            "functions-of-others",
            Grade.C,
            "it can call routines that run with the rights of others"),
    SEES_OTHERS("monitor", Grade.B, "it sees statements of others, or which databases there are"),
    LOCKS("locks", Grade.B, "it can lock tables"),
    TEMPORARY("temporary-tables", Grade.B, "it may make temporary tables"),
    OTHER_DATABASES("other-databases", Grade.B, "it can read other databases of the server");

    private static final Set<String> LOGIN_RIGHTS =
            Set.of(
                    "CREATE USER",
                    "SET USER",
                    "SET_USER_ID",
                    "SET_ANY_DEFINER",
                    "PROXY",
                    "ROLE_ADMIN");

    private static final Set<String> ROW_RIGHTS =
            Set.of("INSERT", "UPDATE", "DELETE", "DELETE HISTORY", "DELETE VERSIONING ROWS");

    private static final Set<String> TABLE_RIGHTS =
            Set.of(
                    "ALL PRIVILEGES",
                    "ALTER",
                    "ALTER ROUTINE",
                    "CREATE",
                    "CREATE ROUTINE",
                    "CREATE TABLESPACE",
                    "CREATE VIEW",
                    "DROP",
                    "EVENT",
                    "INDEX",
                    "REFERENCES",
                    "TRIGGER");

    private static final Set<String> COPYING =
            Set.of("REPLICATION SLAVE", "REPLICATION REPLICA", "CLONE_ADMIN");

    private static final Set<String> ACTING =
            Set.of("CREATE ROLE", "DROP ROLE", "RELOAD", "SHUTDOWN", "BINLOG REPLAY");

    private static final Set<String> SEEING =
            Set.of(
                    "BINLOG MONITOR",
                    "PROCESS",
                    "REPLICA MONITOR",
                    "REPLICATION CLIENT",
                    "SHOW DATABASES",
                    "SHOW_ROUTINE",
                    "SLAVE MONITOR");

    private static final Set<String> READING = Set.of("SELECT", "SHOW VIEW", "SHOW CREATE ROUTINE");

    private static final String LOGINS_DATABASE = "mysql";

    private final String right;
    private final Grade grade;
    private final String says;

    MySqlPrivileges(String right, Grade grade, String says) {
        this.right = right;
        this.grade = grade;
        this.says = says;
    }

    String right() {
        return right;
    }

    Grade grade() {
        return grade;
    }

    String says() {
        return says;
    }

    /** What a finding names of a right of this kind. */
    String thing(MySqlGrant.Right one) {
        boolean names =
                switch (this) {
                    case CHANGE_ROWS,
                            GRANT,
                            GRANT_TABLES,
                            OTHER_DATABASES,
                            PASSWORDS,
                            ROUTINES,
                            TABLES ->
                            true;
                    case SUPERUSER,
                            LOGINS,
                            FILES,
                            REPLICATION,
                            SERVER,
                            OTHER,
                            SEES_OTHERS,
                            LOCKS,
                            TEMPORARY ->
                            false;
                };
        return names
                ? one.database() + (one.object().isEmpty() ? "" : "." + one.object())
                : one.privilege();
    }

    /**
     * What kind a right is of; empty where it is one of a reader.
     *
     * @param revoked what is taken away again from what is granted on everything
     * @param database of the source, where it has one
     */
    static Optional<MySqlPrivileges> of(
            MySqlGrant.Right right, Set<MySqlGrant.Right> revoked, Optional<String> database) {
        String privilege = right.privilege();
        boolean everywhere =
                right.isGlobal()
                        ? revoked.stream()
                                .noneMatch(one ->
                                        one.privilege().equals(privilege)
                                                && one.database().equals(LOGINS_DATABASE))
                        : covers(right.database(), LOGINS_DATABASE);
        if (privilege.equals("USAGE")) {
            return Optional.empty();
        }
        if (privilege.equals("SUPER") || (privilege.equals("ALL PRIVILEGES") && right.isGlobal())) {
            return Optional.of(SUPERUSER);
        }
        if (privilege.equals("FILE")) {
            return Optional.of(FILES);
        }
        if (LOGIN_RIGHTS.contains(privilege)) {
            return Optional.of(LOGINS);
        }
        if (COPYING.contains(privilege)) {
            return Optional.of(REPLICATION);
        }
        if (privilege.equals("GRANT OPTION")) {
            return Optional.of(GRANT);
        }
        if (ROW_RIGHTS.contains(privilege)) {
            return Optional.of(everywhere ? GRANT_TABLES : CHANGE_ROWS);
        }
        if (TABLE_RIGHTS.contains(privilege)) {
            return Optional.of(everywhere ? GRANT_TABLES : TABLES);
        }
        if (privilege.equals("EXECUTE")) {
            return Optional.of(ROUTINES);
        }
        if (READING.contains(privilege)) {
            if (everywhere && privilege.equals("SELECT")) {
                return Optional.of(PASSWORDS);
            }
            boolean own = database.isEmpty() || isNamed(right.database(), database.get());
            return own ? Optional.empty() : Optional.of(OTHER_DATABASES);
        }
        if (privilege.equals("CREATE TEMPORARY TABLES")) {
            return Optional.of(TEMPORARY);
        }
        if (privilege.equals("LOCK TABLES")) {
            return Optional.of(LOCKS);
        }
        if (SEEING.contains(privilege)) {
            return Optional.of(SEES_OTHERS);
        }
        boolean acts = ACTING.contains(privilege) || privilege.endsWith("ADMIN");
        return Optional.of(acts ? SERVER : OTHER);
    }

    /**
     * Whether a pattern of a grant means one database alone, also where an underscore, which stands
     * for any character, was meant as itself.
     */
    static boolean isNamed(String pattern, String database) {
        return pattern.equalsIgnoreCase(database)
                || pattern.replace("\\_", "_").replace("\\%", "%").equalsIgnoreCase(database);
    }

    /** Whether a pattern of a grant, or all databases, means a database too. */
    static boolean covers(String pattern, String database) {
        return pattern.equals("*") || matches(pattern, 0, database, 0);
    }

    private static boolean matches(String pattern, int at, String name, int from) {
        if (at == pattern.length()) {
            return from == name.length();
        }
        char c = pattern.charAt(at);
        if (c == '%') {
            for (int i = from; i <= name.length(); i++) {
                if (matches(pattern, at + 1, name, i)) {
                    return true;
                }
            }
            return false;
        }
        boolean escaped = c == '\\' && at + 1 < pattern.length();
        char wanted = escaped ? pattern.charAt(at + 1) : c;
        boolean same =
                from < name.length()
                        && ((c == '_' && !escaped)
                                || Character.toLowerCase(wanted)
                                        == Character.toLowerCase(name.charAt(from)));
        return same && matches(pattern, at + (escaped ? 2 : 1), name, from + 1);
    }
}
