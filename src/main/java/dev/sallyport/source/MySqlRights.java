package dev.sallyport.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a login of MySQL or MariaDB can do, as {@code SHOW GRANTS} tells: by itself, by each role
 * that it may take on, and as anybody.
 */
final class MySqlRights implements RightsProbe {
    /** What a row of what is found is about, and who has it. */
    private record Held(MySqlGrant.Right right, Holder holder) {}

    /**
     * Who has a right.
     *
     * @param name as an administrator writes it
     * @param role whether the login has it by this role
     */
    private record Holder(String name, boolean role) {}

    /** All that was found of one kind. */
    private record Group(MySqlPrivileges kind, List<Held> held) {}

    /** What a value reads as that is not there. */
    private static final String NULL = "NULL";

    private static final int NO_RIGHT_ON_DATABASE = 1044;

    /**
     * A database that nobody has, and such as every login may make where a server is as it came.
     */
    private static final String NOBODYS = "sallyport_none";

    private static final List<String> EVERYBODYS = List.of("test", "test_sallyport");

    private static final Set<String> SYSTEM =
            Set.of("information_schema", "performance_schema", "mysql", "sys");

    private final boolean mariaDb;

    MySqlRights(boolean mariaDb) {
        this.mariaDb = mariaDb;
    }

    @Override
    public Examination.Graded examine(Connection connection, SourceConfig config)
            throws SQLException {
        boolean newer = mariaDb || connection.getMetaData().getDatabaseMajorVersion() > 5;
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(SECONDS);
            String account = value(statement, "SELECT CURRENT_USER()");
            Optional<String> database =
                    Optional.of(value(statement, "SELECT COALESCE(DATABASE(), '')"))
                            .filter(name -> !name.isEmpty());
            Examined examined = new Examined(statement, grantee(account), database, newer);
            examined.all();
            return new Examination.Graded(account, examined.findings, recipe(database));
        }
    }

    /** One examination. */
    private final class Examined {
        private final Statement statement;
        private final String login;
        private final Optional<String> database;
        private final boolean newer;
        private final Set<Held> held = new LinkedHashSet<>();
        private final Set<MySqlGrant.Right> revoked = new LinkedHashSet<>();
        private final List<RightsFinding> findings = new ArrayList<>();

        Examined(Statement statement, String login, Optional<String> database, boolean newer) {
            this.statement = statement;
            this.login = login;
            this.database = database;
            this.newer = newer;
        }

        void all() throws SQLException {
            read();
            Map<MySqlPrivileges, Group> groups = new LinkedHashMap<>();
            for (Held one : held) {
                Optional<MySqlPrivileges> kind = MySqlPrivileges.of(one.right(), revoked, database);
                kind.ifPresent(found ->
                        groups.computeIfAbsent(found, key -> new Group(key, new ArrayList<>()))
                                .held()
                                .add(one));
            }
            Group everything = groups.get(MySqlPrivileges.SUPERUSER);
            if (everything != null) {
                // It has every right, and every other finding would follow from this one.
                findings.add(finding(everything));
                return;
            }
            groups.values().forEach(group -> findings.add(finding(group)));
            if (groups.containsKey(MySqlPrivileges.CHANGE_ROWS)) {
                clientFiles();
            }
            everybody();
        }

        private void keep(List<String> rows, Holder holder, List<String> roles) {
            for (String row : rows) {
                switch (MySqlGrant.of(row)) {
                    case MySqlGrant.Rights(List<MySqlGrant.Right> rights, boolean everybody) ->
                            rights.forEach(right ->
                                    keep(right, everybody ? new Holder("PUBLIC", false) : holder));
                    case MySqlGrant.Roles(List<String> names) -> roles.addAll(names);
                    case MySqlGrant.Revoked(List<MySqlGrant.Right> rights) ->
                            revoked.addAll(rights);
                    case MySqlGrant.DefaultRole() -> {}
                    case MySqlGrant.NotUnderstood() ->
                            findings.add(
                                    RightsFinding.unknown(
                                            "grants",
                                            Grade.F,
                                            "it can do anything by a grant that was not"
                                                    + " understood"));
                }
            }
        }

        /** What the login has by itself, a role need not give it once more. */
        private void keep(MySqlGrant.Right right, Holder holder) {
            if (!holder.role() || held.stream().noneMatch(one -> one.right().equals(right))) {
                held.add(new Held(right, holder));
            }
        }

        /** What there is without a role, and then with each that the login has itself. */
        private void read() throws SQLException {
            Optional<String> before =
                    mariaDb
                            ? Optional.of(value(statement, "SELECT COALESCE(CURRENT_ROLE(), '')"))
                            : Optional.empty();
            List<String> roles = new ArrayList<>();
            if (before.isPresent()) {
                statement.execute("SET ROLE NONE");
            }
            keep(rows(statement, "SHOW GRANTS"), new Holder(login, false), roles);
            for (String role : roles) {
                ofRole(role);
            }
            if (before.isPresent()) {
                String role = before.get();
                statement.execute(
                        "SET ROLE " + (role.isEmpty() ? "NONE" : MySqlGrant.quoted(role)));
            }
        }

        /**
         * With the roles within it. MariaDB shows a login those of the role that it has taken on.
         */
        private void ofRole(String role) throws SQLException {
            String sql = "SHOW GRANTS FOR CURRENT_USER() USING " + role;
            if (mariaDb) {
                statement.execute("SET ROLE " + role);
                sql = "SHOW GRANTS";
            }
            keep(rows(statement, sql), new Holder(role, true), new ArrayList<>());
        }

        private RightsFinding finding(Group group) {
            Set<String> things = new LinkedHashSet<>();
            Set<String> fixes = new LinkedHashSet<>();
            Map<String, List<MySqlGrant.Right>> own = new LinkedHashMap<>();
            for (Held one : group.held()) {
                things.add(group.kind().thing(one.right()));
                if (one.holder().role()) {
                    fixes.add("REVOKE " + one.holder().name() + " FROM " + login);
                } else {
                    own.computeIfAbsent(
                                    one.right().level() + " FROM " + one.holder().name(),
                                    key -> new ArrayList<>())
                            .add(one.right());
                }
            }
            own.forEach((from, rights) ->
                    fixes.add(
                            "REVOKE "
                                    + rights.stream()
                                            .map(MySqlGrant.Right::written)
                                            .collect(Collectors.joining(", "))
                                    + " ON "
                                    + from));
            for (Held one : group.held()) {
                if (!one.holder().role() && isOwn(one.right()) && isWholeTable(one.right())) {
                    fixes.add("GRANT SELECT ON " + one.right().level() + " TO " + login);
                }
            }
            // What it reads shall stay, where a right to more than that is taken away whole.
            if (!own.isEmpty() && group.held().stream().anyMatch(this::readsOwn)) {
                database.ifPresent(name -> fixes.add(grantRead(name, login)));
            }
            String says = group.kind().says();
            if (group.kind() == MySqlPrivileges.FILES) {
                return files(List.copyOf(fixes));
            }
            RightsFinding known =
                    RightsFinding.about(
                            group.kind().right(),
                            group.kind().grade(),
                            says,
                            List.copyOf(things),
                            List.copyOf(fixes));
            return group.kind() == MySqlPrivileges.OTHER
                    ? new RightsFinding(
                            known.right(), known.grade(), known.says(), known.fixes(), false)
                    : known;
        }

        private boolean readsOwn(Held one) {
            return !one.holder().role()
                    && (one.right().isGlobal() || isOwn(one.right()))
                    && one.right().object().equals("*")
                    && Set.of("SELECT", "ALL PRIVILEGES").contains(one.right().privilege());
        }

        private static boolean isWholeTable(MySqlGrant.Right right) {
            return right.privilege().equals("ALL PRIVILEGES") && !right.object().equals("*");
        }

        private boolean isOwn(MySqlGrant.Right right) {
            return database.filter(name -> MySqlPrivileges.isNamed(right.database(), name))
                    .isPresent();
        }

        private RightsFinding files(List<String> fixes) {
            String folder = "";
            boolean off = false;
            try {
                String setting = value(statement, "SELECT @@secure_file_priv");
                // Null means off to newer servers of MySQL, and no limit to all others.
                off = setting.equals(NULL) && newer && !mariaDb;
                folder =
                        setting.isEmpty() || setting.equals(NULL)
                                ? ""
                                : ", in the folder of secure_file_priv alone";
            } catch (SQLException e) {
                folder = "";
            }
            return off
                    ? new RightsFinding(
                            "files",
                            Grade.B,
                            "it has FILE, which secure_file_priv switches off",
                            fixes)
                    : new RightsFinding(
                            "files",
                            MySqlPrivileges.FILES.grade(),
                            MySqlPrivileges.FILES.says() + folder,
                            fixes);
        }

        private void clientFiles() throws SQLException {
            if (value(statement, "SELECT @@local_infile").equals("1")) {
                findings.add(
                        new RightsFinding(
                                "client-files",
                                Grade.B,
                                "its server takes files of the client's machine (local_infile), which the"
                                        + " driver does not send",
                                List.of("SET GLOBAL local_infile = OFF")));
            }
        }

        /** Rights of an account without a name, which are everybody's and which no row shows. */
        private void everybody() throws SQLException {
            String says = "it has rights on databases that everybody has rights on";
            if (!isRefused(NOBODYS)) {
                findings.add(RightsFinding.unknown("rights-of-everybody", Grade.D, says));
                return;
            }
            Set<String> seen = new TreeSet<>();
            List<String> there = rows(statement, "SHOW DATABASES");
            boolean all =
                    held.stream().anyMatch(one -> one.right().privilege().equals("SHOW DATABASES"));
            if (!all) {
                seen.addAll(there);
            }
            for (String name : EVERYBODYS) {
                if (!there.contains(name) && !isRefused(name)) {
                    seen.add(name);
                }
            }
            seen.removeIf(name -> SYSTEM.contains(name) || isGranted(name));
            if (!seen.isEmpty()) {
                findings.add(
                        RightsFinding.about(
                                "rights-of-everybody",
                                Grade.D,
                                says,
                                List.copyOf(seen),
                                List.of(
                                        "DELETE FROM mysql.db WHERE User = ''",
                                        "FLUSH PRIVILEGES")));
            }
        }

        private boolean isGranted(String name) {
            return held.stream()
                    .map(Held::right)
                    .anyMatch(right ->
                            !right.privilege().equals("USAGE")
                                    && MySqlPrivileges.covers(right.database(), name));
        }

        /**
         * Whether the server says that there is no right, which it does before it looks whether
         * there is such a database. For one that is there, the session would change to it.
         */
        private boolean isRefused(String name) throws SQLException {
            try {
                statement.execute("USE " + MySqlGrant.quoted(name));
                if (database.isPresent()) {
                    statement.execute("USE " + MySqlGrant.quoted(database.get()));
                }
                return false;
            } catch (SQLException e) {
                return e.getErrorCode() == NO_RIGHT_ON_DATABASE;
            }
        }
    }

    private static List<String> recipe(Optional<String> database) {
        return List.of(
                "CREATE USER 'sallyport_reader'@'%' IDENTIFIED BY '<password>'",
                grantRead(database.orElse("<database>"), "'sallyport_reader'@'%'"));
    }

    private static String grantRead(String database, String login) {
        // To the server an underscore stands for any character here.
        return "GRANT SELECT ON "
                + MySqlGrant.quoted(database.replace("_", "\\_"))
                + ".* TO "
                + login;
    }

    /** An account as an administrator writes it. */
    private static String grantee(String account) {
        int at = account.lastIndexOf('@');
        return text(account.substring(0, at)) + "@" + text(account.substring(at + 1));
    }

    private static String text(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    private static String value(Statement statement, String sql) throws SQLException {
        List<String> rows = rows(statement, sql);
        return rows.isEmpty() ? NULL : rows.getFirst();
    }

    private static List<String> rows(Statement statement, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                String value = rows.getString(1);
                values.add(value == null ? NULL : value);
            }
        }
        return values;
    }
}
