package dev.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CopybookTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "copybooks");

    @ParameterizedTest
    @ValueSource(strings = {"CUSTOMER.cpy", "order-free.cpy"})
    void everythingInACopybookIsInTheDraft(String file) throws IOException {
        String text = Files.readString(FOLDER.resolve(file));
        Golden.assertText(
                "copybook-" + file + ".yaml",
                EntityYaml.text(List.of("From " + file), drafts(file, text)));
    }

    @Test
    void lengthOfTheRecordIsThatOfItsFields() throws IOException {
        String text = Files.readString(FOLDER.resolve("CUSTOMER.cpy"));
        // 8 + 50 + 1 + 8 + 4 + 6 + 7 + 6 + 6 + 10 + 3 + 3 + 2 + 4 + 8 + 4 + 8 + 11 + 20 + 48 + 10
        // + 40 + 2 + 80
        assertThat(drafts("CUSTOMER.cpy", text).getFirst().description())
                .isEqualTo("Record CUSTOMER-RECORD of CUSTOMER.cpy, up to 349 bytes");
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    A         | X                      | CHAR(1), 1 byte
                    A         | X(10)                  | CHAR(10), 10 bytes
                    A         | XX                     | CHAR(2), 2 bytes
                    A         | A(3)9(2)               | CHAR(5), 5 bytes
                    A         | 9(5)                   | NUMERIC(5), unsigned, 5 bytes
                    A         | S9(5)V99               | NUMERIC(7,2), 7 bytes
                    A         | S9(5)V99 COMP-3        | DECIMAL(7,2) packed, 4 bytes
                    A         | S9(4)V99 COMP-3        | DECIMAL(6,2) packed, 4 bytes
                    A         | 9(18) COMP-3           | DECIMAL(18) packed, unsigned, 10 bytes
                    A         | S9(4) COMP             | SMALLINT binary, 2 bytes
                    A         | S9(5) COMP-4           | INTEGER binary, 4 bytes
                    A         | 9(10) BINARY           | BIGINT binary, unsigned, 8 bytes
                    A         | S9(7)V99 COMP          | DECIMAL(9,2) binary, 4 bytes
                    A         | 9(3)P(2)               | DECIMAL(5), a multiple of 100, unsigned, 3 bytes
                    A         | P(2)9(3)               | NUMERIC(5,5), unsigned, 3 bytes
                    A         | VPP9                   | NUMERIC(3,3), unsigned, 1 byte
                    A         | 9(2)PV                 | DECIMAL(3), a multiple of 10, unsigned, 2 bytes
                    A         | SV9(4)                 | NUMERIC(4,4), 4 bytes
                    A         | ZZ,ZZ9.99CR            | CHAR(11) edited as ZZ,ZZ9.99CR, 11 bytes
                    A         | N(4)                   | NCHAR(4), 8 bytes
                    A         | S9(3) TRAILING SEPARATE | NUMERIC(3), 4 bytes
                    BIRTH-DATE | 9(8)                  | date YYYYMMDD as a number; NUMERIC(8), unsigned, 8 bytes
                    ORDERDATE | S9(9) COMP-3           | date YYYYMMDD as a number; DECIMAL(9) packed, 5 bytes
                    SHIP-DT   | X(8)                   | date YYYYMMDD; CHAR(8), 8 bytes
                    DUE-DDMMYYYY | 9(8)                | date DDMMYYYY as a number; NUMERIC(8), unsigned, 8 bytes
                    DUE-DATE  | 9(6)                   | date YYMMDD as a number, without the century; NUMERIC(6), unsigned, 6 bytes
                    UPDATES   | 9(8)                   | NUMERIC(8), unsigned, 8 bytes
                    CUST-NO   | 9(8)                   | NUMERIC(8), unsigned, 8 bytes
                    DUE-DATE  | 9(6)V99                | NUMERIC(8,2), unsigned, 8 bytes
                    START-TIME | 9(6)                  | time HHMMSS as a number; NUMERIC(6), unsigned, 6 bytes
                    JULIAN-DAY | 9(5)                  | day of a year, YYDDD as a number; NUMERIC(5), unsigned, 5 bytes
                    """)
    void aPictureBecomesATypeALengthAndAMeaning(String name, String clauses, String meaning) {
        EntityDraft draft =
                drafts("X.cpy", "01 R.\n 05 " + name + " PIC " + clauses + ".\n").getFirst();
        assertThat(draft.columns()).containsEntry(name.replace('-', '_'), meaning);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    ``                                        | 1:1 there is no data description
                    01 R. 05 A PIC X(3.                       | 1:16 X(3 is no picture
                    01 R. 05 A PIC X(0).                      | 1:16 X(0) is no picture
                    01 R. 05 A PIC 9V9V9.                     | 1:16 9V9V9 is no picture
                    01 R. 05 A PIC Q(3).                      | 1:16 Q(3) is no picture
                    01 R. 05 A PIC X(3) SIZE 4.               | 1:21 SIZE is not understood here
                    01 R. 05 A PIC X(3) OCCURS MANY TIMES.    | 1:28 a number is expected after OCCURS
                    01 R. 05 A.                               | 1:7 A has neither a picture nor fields
                    01 R. 05 A PIC X. 10 B PIC X.             | 1:19 is below A, which has a picture
                    01 R. 05 A PIC X. 05 A PIC X.             | 1:19 A is there twice
                    01 R. 05 A REDEFINES B PIC X.             | 1:7 there is no B beside it
                    01 R. 05 A PIC X                          | 1:16 there is no full stop
                    01 R. 05 A PIC X VALUE 'ABC.              | 1:24 the literal does not end
                    01 R. 05 :TAG:-ID PIC X.                  | 1:10 :TAG:-ID is a name to be replaced
                    COPY OTHER.                               | 1:1 COPY is to be expanded first
                    88 ALONE VALUE 1.                         | 1:1 level 88 has no field before it
                    01 R. 05 A PIC X. 88 B.                   | 1:23 the entry ends too early
                    01 R. 99 A PIC X.                         | 1:7 a level number is expected
                    SELECT * FROM CUSTOMERS                   | 1:1 a level number is expected
                    """)
    void whatIsNotUnderstoodIsNamedWithItsPlace(String text, String problem) {
        assertThat(problems(text, Copybook.Format.FREE)).contains(problem);
    }

    @Test
    void allProblemsAreNamedAndTheRestIsReadOn() {
        String text =
                """
                000100 01  R.
                000200     05  A PIC X(3.
                000300     05  B PIC X(3) WRONG.
                000400*    05  COMMENT PIC ?.
                000500     05  C PIC X.
                000600?    05  D PIC X.
                """;
        assertThat(problems(text, Copybook.Format.FIXED))
                .contains("2:22 X(3 is no picture", "3:27 WRONG is not", "6:7 column 7 holds '?'")
                .doesNotContain("4:", "5:");
    }

    @Test
    void usageAndSignOfAGroupHoldForAllBelowIt() {
        String text =
                """
                01 R.
                 05 G USAGE COMP-3.
                  10 H.
                   15 A PIC S9(5).
                 05 S SIGN IS LEADING SEPARATE.
                  10 B PIC S9(3).
                  10 C PIC 9(3).
                  10 D PIC S9(3) SIGN TRAILING.
                """;
        EntityDraft draft = drafts("X.cpy", text).getFirst();
        assertThat(draft.columns())
                .containsEntry("A", "DECIMAL(5) packed, 3 bytes")
                .containsEntry("B", "NUMERIC(3), 4 bytes")
                .containsEntry("C", "NUMERIC(3), unsigned, 3 bytes")
                .containsEntry("D", "NUMERIC(3), 3 bytes");
        assertThat(draft.description()).isEqualTo("Record R of X.cpy, 13 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GLOBAL", "IS GLOBAL", "EXTERNAL", "IS EXTERNAL"})
    void aRecordMayBeGlobalOrExternal(String clause) {
        assertThat(drafts("X.cpy", "01 R " + clause + ".\n 05 A PIC X.\n").getFirst().columns())
                .containsOnlyKeys("A");
    }

    @Test
    void pageBreaksOfAListingSayNothing() {
        String text = "01 R.\nEJECT\n 05 A PIC X.\nSKIP1.\n 05 B PIC X.\nSKIP3\n";
        assertThat(drafts("X.cpy", text).getFirst().columns()).containsOnlyKeys("A", "B");
    }

    @Test
    void continuedWordsAndLiteralsAreWhole() {
        String text =
                """
                       01  R.
                           05  A-VERY-LONG-
                      -    NAME PIC X VALUE 'ONE
                      -    'TWO'.
                """;
        assertThat(drafts("X.cpy", text).getFirst().columns()).containsOnlyKeys("A_VERY_LONG_NAME");
    }

    @Test
    void tabsAndWindowsLineEndsAreRead() {
        assertThat(drafts("X.cpy", "\t01\tR.\r\n\t05\tA\tPIC X.\r\n").getFirst().columns())
                .containsOnlyKeys("A");
    }

    @Test
    void fieldsWithoutARecordAreOneOfTheFilesName() {
        EntityDraft draft = drafts("cust rec.CPY", "05 A PIC X.\n05 B PIC X.\n").getFirst();
        assertThat(draft.table()).isEqualTo("CUST_REC");
        assertThat(draft.columns()).containsOnlyKeys("A", "B");
    }

    /** Whatever is thrown at it: it ends, with drafts or with problems. */
    @Test
    void anyTextIsReadOrRefused() throws IOException {
        String whole = Files.readString(FOLDER.resolve("CUSTOMER.cpy"));
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder(whole);
            for (int i = 0; i <= random.nextInt(6); i++) {
                int at = random.nextInt(text.length());
                text.setCharAt(at, "()'.-VS9X \n\t\"*7".charAt(random.nextInt(15)));
                if (random.nextInt(4) == 0) {
                    text.delete(at, Math.min(text.length(), at + random.nextInt(80)));
                }
            }
            switch (Copybook.read("X.cpy", text.toString(), Copybook.Format.AUTO)) {
                case Copybook.Result.Entities(List<EntityDraft> drafts) ->
                        assertThat(drafts).isNotEmpty();
                case Copybook.Result.Invalid(List<Copybook.Problem> problems) ->
                        assertThat(problems).isNotEmpty().hasSizeLessThanOrEqualTo(50);
            }
        }
    }

    private static List<EntityDraft> drafts(String file, String text) {
        return switch (Copybook.read(file, text, Copybook.Format.AUTO)) {
            case Copybook.Result.Entities(List<EntityDraft> drafts) -> drafts;
            case Copybook.Result.Invalid(List<Copybook.Problem> problems) ->
                    throw new AssertionError(problems);
        };
    }

    private static String problems(String text, Copybook.Format format) {
        return Copybook.read("X.cpy", text, format)
                        instanceof Copybook.Result.Invalid(List<Copybook.Problem> problems)
                ? problems.stream()
                        .map(one -> one.line() + ":" + one.column() + " " + one.message())
                        .collect(Collectors.joining("\n"))
                : "";
    }
}
