package dev.sallyport.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementAccess;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** What holds for every text; jqwik tries some, and makes one that fails smaller. */
class GuardPropertyTest {
    private static final List<GuardCase> CASES = GuardCase.all();

    /** Words that are nothing but keywords wherever they stand in the cases. */
    private static final Set<String> KEYWORDS =
            Set.of(
                    "select", "from", "where", "group", "by", "order", "having", "union", "join",
                    "on", "and", "or", "not", "in", "case", "when", "then", "else", "end", "insert",
                    "into", "update", "set", "delete", "values", "with", "exists", "between",
                    "like", "is");

    @Provide
    Arbitrary<Dialect> dialects() {
        return Arbitraries.of(Dialects.all());
    }

    @Provide
    Arbitrary<GuardCase> cases() {
        return Arbitraries.of(CASES);
    }

    /**
     * Any UTF-16, halves of surrogate pairs among it, and texts made of what lexers part ways on.
     */
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> noise = Arbitraries.strings().all().ofMaxLength(60);
        Arbitrary<String> ascii = Arbitraries.strings().ascii().ofMaxLength(60);
        Arbitrary<String> parts =
                Arbitraries.of(
                                "SELECT ", "FROM ", "t", "1", ".", "'", "\"", "`", "[", "]", "(",
                                ")", "--", "/*", "*/", "#", "\\", "$$", "$a$", "q'[", "E'", "U&'",
                                "N'", "x'", ";", "::", ":", "@", "?", "{", "}", "0x", "1e", "\n",
                                "\r", "\t", "\0", "\u00a0", "\u200b", "\ufeff", "\u2028", "\ud83d",
                                "\ude00", "\uff41", "ä", "+", "-", "*", "/", "=", "<", ">", "|",
                                "&", "%", "~", "^", ",")
                        .list()
                        .ofMaxSize(25)
                        .map(list -> String.join("", list));
        return Arbitraries.oneOf(noise, ascii, parts, parts.map(text -> "SELECT " + text));
    }

    @Provide
    Arbitrary<String> fillers() {
        return Arbitraries.of(
                " ", "\n", "\t ", "  ", " /* it's; a \"comment */ ", " -- it's; a \"comment\n ");
    }

    @Property(tries = 4_000, seed = "7")
    void theLexerIsTotal(@ForAll("texts") String text, @ForAll("dialects") Dialect dialect) {
        try {
            assertThat(SqlLexer.tokens(text, dialect)).isNotEmpty();
        } catch (Refusal refusal) {
            assertThat(refusal.offset()).isLessThanOrEqualTo(text.length());
        }
    }

    @Property(tries = 4_000, seed = "7")
    void theNormalisedTextIsReadAsTheText(
            @ForAll("texts") String text, @ForAll("dialects") Dialect dialect) {
        List<Token> tokens;
        try {
            tokens = SqlLexer.tokens(text, dialect);
        } catch (Refusal refusal) {
            return;
        }
        String rendered = SqlGuard.render(tokens);
        List<Token> again = SqlLexer.tokens(rendered, dialect);
        assertThat(again)
                .extracting(Token::kind)
                .isEqualTo(tokens.stream().map(Token::kind).toList());
        assertThat(again)
                .extracting(Token::text)
                .isEqualTo(tokens.stream().map(Token::text).toList());
        assertThat(SqlGuard.render(again)).isEqualTo(rendered);
    }

    @Property(tries = 2_000, seed = "7")
    void everyTextGetsAVerdict(@ForAll("texts") String text, @ForAll("dialects") Dialect dialect) {
        SqlGuard guard = new SqlGuard(dialect, AllowList.ANY);
        Verdict verdict = guard.inspect(request(text));
        switch (verdict) {
            case Verdict.Allowed allowed ->
                    assertThat(guard.inspect(request(allowed.sql()))).isEqualTo(allowed);
            case Verdict.Refused refused ->
                    assertThat(refused.reason()).isNotEqualTo(RefusalReason.INTERNAL);
        }
    }

    @Property(tries = 2_000, seed = "7")
    void commentsAndWhiteSpaceDoNotChangeAVerdict(
            @ForAll("cases") GuardCase one,
            @ForAll @Size(min = 1, max = 8) List<@From("fillers") String> fillers) {
        StringBuilder changed = new StringBuilder();
        int at = 0;
        int gaps = 0;
        boolean afterLiteral = false;
        for (TestLexer.Piece piece : TestLexer.pieces(one.dialect(), one.sql())) {
            String gap = one.sql().substring(at, piece.start());
            boolean literal = piece.kind() == TestLexer.Kind.STRING;
            // Whether two literals are one depends on the line break between them.
            boolean fill = gap.equals(" ") && !(literal && afterLiteral);
            changed.append(fill ? fillers.get(gaps++ % fillers.size()) : gap).append(piece.text());
            at = piece.end();
            afterLiteral = literal;
        }
        same(one, changed.append(one.sql().substring(at)).toString());
    }

    @Property(tries = 2_000, seed = "7")
    void caseOfKeywordsDoesNotChangeAVerdict(
            @ForAll("cases") GuardCase one, @ForAll @Size(min = 1, max = 8) List<Boolean> upper) {
        StringBuilder changed = new StringBuilder();
        int at = 0;
        int words = 0;
        for (TestLexer.Piece piece : TestLexer.pieces(one.dialect(), one.sql())) {
            changed.append(one.sql(), at, piece.start());
            if (piece.kind() == TestLexer.Kind.WORD && KEYWORDS.contains(piece.key())) {
                changed.append(
                        upper.get(words++ % upper.size())
                                ? piece.text().toUpperCase(Locale.ROOT)
                                : piece.text().toLowerCase(Locale.ROOT));
            } else {
                changed.append(piece.text());
            }
            at = piece.end();
        }
        same(one, changed.append(one.sql().substring(at)).toString());
    }

    private static void same(GuardCase one, String changed) {
        switch (one.inspect()) {
            case Verdict.Allowed before -> {
                Verdict after = one.guard().inspect(one.request(changed));
                assertThat(after).as(SqlText.visible(changed)).isInstanceOf(Verdict.Allowed.class);
                Verdict.Allowed allowed = (Verdict.Allowed) after;
                assertThat(allowed.sql()).isEqualToIgnoringCase(before.sql());
                assertThat(allowed.reads()).isEqualTo(before.reads());
                assertThat(allowed.writes()).isEqualTo(before.writes());
                assertThat(allowed.functions()).isEqualTo(before.functions());
            }
            case Verdict.Refused before ->
                    assertThat(one.guard().inspect(one.request(changed)))
                            .as(SqlText.visible(changed))
                            .isInstanceOf(Verdict.Refused.class);
        }
    }

    private static SqlRequest request(String sql) {
        return new SqlRequest(sql, StatementAccess.READ, SqlOrigin.AGENT, Optional.of("shop"));
    }
}
