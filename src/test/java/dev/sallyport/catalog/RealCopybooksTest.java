package dev.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Copybooks as they lie on mainframes, with all that their authors and tools put into them. */
class RealCopybooksTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "copybooks", "real");

    /** The records of each with their lengths, which were counted by hand. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ACCTMAST.cpy | ACCT-MASTER-RECORD 137
                    POLICY.cpy   | POLICY-RECORD up to 546
                    PAYROLL.cpy  | PAY-REC 96
                    REPORT.cpy   | HEADING-LINE 45, DETAIL-LINE 105, TOTAL-LINE 53
                    DCLCUST.cpy  | DCLCUSTOMER 72, DCLCUSTOMER-NULLS 8
                    NATION.cpy   | NATION-REC 187
                    CLAIM.cpy    | CLAIM-REC 24
                    stock.cpy    | STOCK-ITEM 49, ITEM-COUNT 4
                    TABLES.cpy   | MAX-MONTHS 2, WS-EOF-SW 1, SALES-TABLE 1738, SHORT-REC 11
                    CUSTFD.cpy   | CUST-HEADER 20, CUST-DETAIL 80, WS-COUNTERS 4
                    MICRO.cpy    | MF-REC 52
                    """)
    void recordsHaveTheLengthThatTheCompilerGivesThem(String file, String records)
            throws IOException {
        List<EntityDraft> drafts = drafts(file);
        assertThat(
                        drafts.stream()
                                .map(EntityDraft::description)
                                .map(text ->
                                        text.replaceAll(
                                                "Record (\\S+) of \\S+, ((up to )?\\d+) bytes?.*",
                                                "$1 $2"))
                                .collect(Collectors.joining(", ")))
                .isEqualTo(records);
        Golden.assertText(
                "copybook-" + file + ".yaml", EntityYaml.text(List.of("From " + file), drafts));
    }

    @Test
    void whatIsToBeReplacedIsNamedWithItsPlace() throws IOException {
        assertThat(problems("TEMPLATE.cpy"))
                .containsExactly(
                        "1:12 :TAG:-ADDRESS is a name to be replaced: say by what, as in --replacing :TAG:=CUST",
                        "2:16 :TAG:-STREET is a name to be replaced: say by what, as in --replacing :TAG:=CUST",
                        "3:16 :TAG:-CITY is a name to be replaced: say by what, as in --replacing :TAG:=CUST",
                        "4:16 (PFX)-COUNTRY is a name to be replaced: say by what, as in --replacing :TAG:=CUST",
                        "5:12 COPY is to be expanded first");
    }

    /** A fixed layout without numbers, with the number of the change where the number would be. */
    @ParameterizedTest
    @CsvSource({"'      '", "000100", "CR 101", "'@JD01 '", "'C-1234'", "' 17   '", "'    17'"})
    void whatStandsInTheFirstColumnsSaysNothing(String mark) {
        String text = mark + " 01  R.\n" + mark + "     05  A PIC X(3).\n" + mark + "* NO\n";
        assertThat(read(text).getFirst().columns()).containsOnlyKeys("A");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    05 A PIC X. 05 B PIC S9(4) COMP SYNC.                            | 4
                    05 A PIC X. 05 B PIC S9(9) COMP SYNC.                            | 8
                    05 A PIC X. 05 B PIC S9(18) COMP SYNC.                           | 12
                    05 A PIC X. 05 B COMP-2 SYNC.                                    | 16
                    05 A PIC X. 05 B COMP-1 SYNC.                                    | 8
                    05 A PIC X. 05 B PIC S9(9) COMP-3 SYNC.                          | 6
                    05 A PIC X. 05 B PIC X(3) SYNC.                                  | 4
                    05 G OCCURS 3. 10 A PIC S9(9) COMP SYNC. 10 B PIC X.             | 24
                    05 A PIC X. 05 G SYNC. 10 B PIC X. 10 C PIC S9(4) COMP.          | 4
                    05 A PIC X(3). 05 B REDEFINES A. 10 C PIC X. 10 D PIC S9(4) COMP SYNC. | 4
                    """)
    void slackOfSyncIsInTheLength(String fields, int bytes) {
        assertThat(read("01 R. " + fields + "\n").getFirst().description())
                .isEqualTo("Record R of X.cpy, " + bytes + " bytes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    PIC 9(4) COMP-5         | INTEGER binary, unsigned, 2 bytes
                    PIC S9(4) COMP-5        | SMALLINT binary, 2 bytes
                    PIC 9(9) COMP-5         | BIGINT binary, unsigned, 4 bytes
                    PIC 9(18) COMP-5        | DECIMAL(20) binary, unsigned, 8 bytes
                    PIC 9(4) COMP           | SMALLINT binary, unsigned, 2 bytes
                    PIC X COMP-X            | SMALLINT binary, unsigned, 1 byte
                    PIC X(4) COMP-X         | BIGINT binary, unsigned, 4 bytes
                    PIC 9(7) COMP-X         | INTEGER binary, unsigned, 3 bytes
                    PIC 9(8) COMP-X         | INTEGER binary, unsigned, 4 bytes
                    BINARY-LONG UNSIGNED    | BIGINT binary, unsigned, 4 bytes
                    PIC 9(5) NATIONAL       | NUMERIC(5) in UTF-16, unsigned, 10 bytes
                    PIC G(3)B(1) DISPLAY-1  | NCHAR(4), 8 bytes
                    """)
    void aUsageBecomesATypeThatHoldsItsValues(String clauses, String meaning) {
        assertThat(read("01 R. 05 A " + clauses + ".\n").getFirst().columns())
                .containsEntry("A", meaning);
    }

    private static List<EntityDraft> drafts(String file) throws IOException {
        return switch (Copybook.read(
                file, Files.readString(FOLDER.resolve(file)), Copybook.Format.AUTO)) {
            case Copybook.Result.Entities(List<EntityDraft> drafts) -> drafts;
            case Copybook.Result.Invalid(List<Copybook.Problem> problems) ->
                    throw new AssertionError(problems);
        };
    }

    private static List<EntityDraft> read(String text) {
        return switch (Copybook.read("X.cpy", text, Copybook.Format.AUTO)) {
            case Copybook.Result.Entities(List<EntityDraft> drafts) -> drafts;
            case Copybook.Result.Invalid(List<Copybook.Problem> problems) ->
                    throw new AssertionError(problems);
        };
    }

    private static List<String> problems(String file) throws IOException {
        return Copybook.read(file, Files.readString(FOLDER.resolve(file)), Copybook.Format.AUTO)
                        instanceof Copybook.Result.Invalid(List<Copybook.Problem> problems)
                ? problems.stream()
                        .map(one -> one.line() + ":" + one.column() + " " + one.message())
                        .toList()
                : List.of();
    }
}
