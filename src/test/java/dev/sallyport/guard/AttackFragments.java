package dev.sallyport.guard;

import dev.sallyport.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an attacker splices into a benign statement, and how to tell that it took effect.
 *
 * <p>A <em>signature</em> is a run of pieces of text that a careful database administrator accepts
 * nowhere in a statement of these cases, whatever stands around it, so long as it is <em>live</em>:
 * outside literals, comments and quoted names. So an accepted text that holds a signature more
 * often than the benign statement did is a hole, and no judgement of the context is needed.
 */
final class AttackFragments {
    private AttackFragments() {}

    /** Fragments to splice, all with effect if they land in live text. */
    static List<String> of(Dialect dialect) {
        List<String> fragments = new ArrayList<>();
        for (String payload : payloads(dialect)) {
            fragments.add(payload);
        }
        for (String payload : payloads(dialect).subList(0, 3)) {
            for (String prefix :
                    List.of("'", "\"", "`", "]", ")", "*/", "\n", "'||'", "\\'", "''", "$$", ";")) {
                fragments.add(prefix + " " + payload + " ");
                fragments.add(prefix + payload + " --");
                fragments.add(prefix + payload + "/*");
            }
            fragments.add("/*!50000 " + payload + " */");
            fragments.add("/*M! " + payload + " */");
            fragments.add("/* /* */ " + payload + " -- */ */");
            fragments.add("-- \r" + payload);
            fragments.add("--\n" + payload);
            fragments.add("--x\n" + payload);
            fragments.add("# \n" + payload);
            fragments.add("// \n" + payload);
            fragments.add("\u0000" + payload);
            fragments.add("\u00a0" + payload);
            fragments.add("\u2028" + payload);
            fragments.add("\u200b" + payload);
            fragments.add("$a$ " + payload + " $a$");
            fragments.add("q'[' " + payload + " ]'");
            fragments.add("{ " + payload + " }");
            fragments.add("1" + payload);
            fragments.add("'a'" + payload);
        }
        return fragments;
    }

    private static List<String> payloads(Dialect dialect) {
        List<String> common =
                List.of(
                        "; DROP TABLE victim ",
                        " DELETE FROM victim ",
                        " UNION SELECT * FROM " + elsewhere(dialect) + " ",
                        " DROP TABLE victim ",
                        " UPDATE victim SET a = 1 ",
                        " INSERT INTO victim VALUES (1) ",
                        " FOR UPDATE ",
                        ", " + sideEffect(dialect) + " ",
                        " OR " + sideEffect(dialect) + " IS NULL ",
                        " + " + sideEffect(dialect),
                        " (DELETE FROM victim) ",
                        ", (SELECT a FROM " + elsewhere(dialect) + ") ",
                        " AND EXISTS (SELECT 1 FROM " + elsewhere(dialect) + ") ",
                        " JOIN " + elsewhere(dialect) + " ON 1 = 1 ",
                        ", " + elsewhere(dialect) + " ",
                        " CROSS JOIN " + elsewhere(dialect) + " ",
                        " INTO victim ",
                        " COMMIT ",
                        " EXEC('x') ",
                        "; ",
                        " CALL victim() ",
                        " AS x DELETE FROM victim ",
                        " x DELETE FROM victim ");
        return Stream.concat(common.stream(), own(dialect).stream()).toList();
    }

    /** What only this dialect has. */
    private static List<String> own(Dialect dialect) {
        return switch (dialect.name()) {
            case "tsql" ->
                    List.of(
                            " WAITFOR DELAY '0:0:9' ",
                            " EXEC xp_cmdshell 'x' ",
                            " SHUTDOWN ",
                            ", OPENQUERY(l, 'x') ",
                            " WITH (UPDLOCK) ");
            case "postgres" ->
                    List.of(
                            " FOR SHARE ",
                            ", LATERAL pg_read_file('x') f ",
                            " , U&\"pg\\005fsleep\"(1) ",
                            ", ('x'::text).pg_ls_dir ",
                            ", (9).pg_sleep",
                            ", E'a'\n'b\\' , ' || pg_sleep(9) --'\n",
                            " UNION TABLE ONLY pg_authid ",
                            " TABLE pg_authid ");
            case "mysql", "mariadb" ->
                    List.of(
                            " INTO OUTFILE '/x' ",
                            " INTO/**/DUMPFILE '/x' ",
                            " LOCK IN SHARE MODE ",
                            " PROCEDURE analyse() ",
                            " := 5 ");
            case "oracle" -> List.of("@remote ", ", s.nextval ", " AS OF SCN dbms_lock.sleep(1) ");
            case "db2" ->
                    List.of(
                            ", NEXT VALUE FOR s ",
                            " , FINAL TABLE (DELETE FROM victim) t ",
                            " , OLD TABLE (DELETE victim) ",
                            " WITH RS USE AND KEEP EXCLUSIVE LOCKS ");
            case "h2" ->
                    List.of(
                            ", NEXT VALUE FOR s ",
                            " , FINAL TABLE (DELETE FROM victim) t ",
                            " , OLD TABLE (DELETE victim) ",
                            " , CSVREAD('x') ");
            case "hsqldb" ->
                    List.of(
                            ", NEXT VALUE FOR s ",
                            " , FINAL TABLE (DELETE FROM victim) t ",
                            ", load_file('x') ");
            case "sqlite" ->
                    List.of(" IN other.secrets ", " , pragma_query_only(0) ", " ATTACH 'x' AS y ");
            case "duckdb" ->
                    List.of(
                            ", '/etc/passwd' ",
                            " , read_text('x') ",
                            ".read_text() ",
                            " FROM 'x.csv' ");
            case "trino" ->
                    List.of(", TABLE(system.query('x')) ", " TABLE mysql.hr.pay ", " , fail('x') ");
            case "connx" ->
                    List.of(
                            " {transactmode readwrite} ",
                            " {nativesql} ",
                            " {fn setfilename('x')} ",
                            " {killstatement 1} ");
            default -> throw new IllegalStateException(dialect.name());
        };
    }

    /** A table that no case may read. */
    private static String elsewhere(Dialect dialect) {
        return switch (dialect.name()) {
            case "mysql", "mariadb" -> "elsewhere.victim";
            case "sqlite" -> "elsewhere.victim";
            case "oracle" -> "sys.user$";
            default -> "elsewhere.dbo.victim";
        };
    }

    private static String sideEffect(Dialect dialect) {
        return switch (dialect.name()) {
            case "postgres" -> "pg_sleep(9)";
            case "mysql", "mariadb" -> "sleep(9)";
            case "sqlite" -> "load_extension('x')";
            case "h2" -> "file_read('x')";
            case "hsqldb" -> "load_file('x')";
            case "duckdb" -> "getenv('x')";
            case "oracle" -> "dbms_lock.sleep(9)";
            case "connx" -> "cnxsleep(9)";
            case "db2" -> "qsys2.qcmdexc('x')";
            case "trino" -> "fail('x')";
            default -> "dbo.evil(9)";
        };
    }

    /** Runs of live pieces, as {@link TestLexer.Piece#key()} gives them, that no text may hold. */
    static List<List<String>> signatures(Dialect dialect) {
        List<List<String>> signatures = new ArrayList<>();
        signatures.add(List.of(";"));
        for (String words :
                List.of(
                        "drop table",
                        "delete from victim",
                        "( delete victim",
                        "( show databases",
                        "0 ) . pg_sleep",
                        "text ) . pg_ls_dir",
                        "table only",
                        "update victim",
                        "insert into victim",
                        "into victim",
                        "for update",
                        "for share",
                        "call victim",
                        "outfile",
                        "dumpfile",
                        "lock in share",
                        ": =",
                        "next value",
                        "final table",
                        "exclusive locks",
                        "transactmode",
                        "nativesql",
                        "killstatement",
                        "@ remote",
                        ". nextval")) {
            signatures.add(List.of(words.split(" ")));
        }
        for (String word : statementWords(dialect)) {
            signatures.add(List.of(word));
        }
        for (String function :
                List.of(
                        "openquery",
                        "pg_read_file",
                        "pg_sleep",
                        "sleep",
                        "load_extension",
                        "file_read",
                        "load_file",
                        "csvread",
                        "getenv",
                        "cnxsleep",
                        "qcmdexc",
                        "fail",
                        "evil",
                        "pragma_query_only",
                        "read_text",
                        "setfilename",
                        "xp_cmdshell")) {
            signatures.add(List.of(function, "("));
        }
        for (String before : List.of("from", "join", "in", "table")) {
            List<String> relation = new ArrayList<>(List.of(before));
            relation.addAll(elsewherePieces(dialect));
            signatures.add(relation);
        }
        signatures.add(List.of("from", "pg_authid"));
        signatures.add(List.of("table", "pg_authid"));
        signatures.add(List.of("in", "other", ".", "secrets"));
        if (dialect.name().equals("duckdb")) {
            signatures.add(List.of("from", "''"));
        }
        return signatures;
    }

    /**
     * Words that begin a statement anywhere, or that the dialect reserves; elsewhere they are
     * names.
     */
    private static List<String> statementWords(Dialect dialect) {
        return switch (dialect.name()) {
            case "tsql" ->
                    List.of("exec", "commit", "waitfor", "shutdown", "updlock", "delete", "drop");
            case "mysql", "mariadb" -> List.of("procedure");
            case "sqlite" -> List.of("attach");
            default -> List.of();
        };
    }

    private static List<String> elsewherePieces(Dialect dialect) {
        return TestLexer.pieces(dialect, elsewhere(dialect)).stream()
                .map(TestLexer.Piece::key)
                .toList();
    }

    /** After these, a word is a name, whatever it is. */
    private static final Set<String> BEFORE_A_NAME = Set.of("as", ".", "over");

    /** How often the signature stands in live text. */
    static int count(List<String> signature, List<TestLexer.Piece> pieces) {
        int count = 0;
        for (int i = 0; i + signature.size() <= pieces.size(); i++) {
            boolean same = i == 0 || !BEFORE_A_NAME.contains(pieces.get(i - 1).key());
            for (int j = 0; same && j < signature.size(); j++) {
                same = pieces.get(i + j).key().equals(signature.get(j));
            }
            count += same ? 1 : 0;
        }
        return count;
    }
}
