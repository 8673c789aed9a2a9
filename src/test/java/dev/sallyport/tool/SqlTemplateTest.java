package dev.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlTemplateTest {
    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    h2       | select :a                             | select ?                       | a
                    h2       | select :a, :b, :a                     | select ?, ?, ?                 | a, b, a
                    h2       | select(:a)                            | select(?)                      | a
                    h2       | select :a+:b                          | select ?+?                     | a, b
                    h2       | select ':a'                           | select ':a'                    |
                    h2       | select 'it''s :a'                     | select 'it''s :a'              |
                    h2       | select ":a"                           | select ":a"                    |
                    h2       | select $$ :a $$, :b                   | select $$ :a $$, ?             | b
                    h2       | select /* :a */ :b                    | select /* :a */ ?              | b
                    h2       | select 1 [[ + :a ]]                   | select 1  + ?                  | a
                    h2       | select '[[ x ]]' [[ , :a ]]           | select '[[ x ]]'  , ?          | a
                    h2       | select (1 [[ + :a ]])                 | select (1  + ? )               | a
                    h2       | select :a_1                           | select ?                       | a_1
                    h2       | select ' :a', :b                      | select ' :a', ?                | b
                    postgres | select @:a                            | select @ ?                     | a
                    postgres | ~select :a|:b~                        | ~select ? | ?~                 | a, b
                    postgres | select :a&:b                          | select ? & ?                   | a, b
                    postgres | ~select :a||:b~                       | ~select ? || ?~                | a, b
                    postgres | select x->:a, x@>:b                   | select x->?, x@>?              | a, b
                    postgres | select x[1:2], x[:a], x[1: :b]        | select x[1:2], x[?], x[1: ?]   | a, b
                    postgres | select '12:30', :a                    | select '12:30', ?              | a
                    postgres | select :a::int                        | select ?::int                  | a
                    postgres | select x::text, :b from t             | select x::text, ? from t       | b
                    postgres | select '1'::int                       | select '1'::int                |
                    postgres | select array[[1,2],[3,4]], :a         | select array[[1,2],[3,4]], ?   | a
                    postgres | select x[1:n] from t                  | select x[1:n] from t           |
                    postgres | select E'\\' :a', :b                  | select E'\\' :a', ?            | b
                    postgres | select $x$ :a $x$, :b                 | select $x$ :a $x$, ?           | b
                    postgres | select /* /* :a */ :b */ :c           | select /* /* :a */ :b */ ?     | c
                    mysql    | select 'it\\' :a', :b                 | select 'it\\' :a', ?           | b
                    mysql    | select `c :a d`, :b                   | select `c :a d`, ?             | b
                    mysql    | select 1 # :a                         | select 1 # :a                  |
                    tsql     | select [a :b d] from t where x = :c   | select [a :b d] from t where x = ? | c
                    tsql     | select [x]]y] from t [[ where x = :c ]] | select [x]]y] from t  where x = ? | c
                    tsql     | select [a [[ b ]] c] from t where x = :c | select [a [[ b ]] c] from t where x = ? | c
                    tsql     | select x from [[ t where x = :c ]]    | select x from  t where x = ?   | c
                    oracle   | select q'[ :a ]', :b from dual        | select q'[ :a ]', ? from dual  | b
                    """)
    void marksAreFoundWhereTheDialectHasNoLiteral(
            String dialect, String text, String sql, String parameters) {
        SqlTemplate template = SqlTemplate.read(text, dialect(dialect));

        assertThat(template.problems()).isEmpty();
        SqlTemplate.Variant variant = template.variant(-1);
        assertThat(variant.sql().strip()).isEqualTo(sql);
        assertThat(String.join(", ", variant.parameters()))
                .isEqualTo(parameters == null ? "" : parameters);
    }

    @Test
    void blocksDropOutOneByOne() {
        SqlTemplate template =
                SqlTemplate.read("select 1 [[ + :a ]] + :b [[ + :c + :a ]] + 2", Dialects.H2);

        assertThat(template.variant(0))
                .isEqualTo(new SqlTemplate.Variant("select 1  + ?  + 2", List.of("b")));
        assertThat(template.variant(1))
                .isEqualTo(new SqlTemplate.Variant("select 1  + ?  + ?  + 2", List.of("a", "b")));
        assertThat(template.variant(2))
                .isEqualTo(
                        new SqlTemplate.Variant(
                                "select 1  + ?  + ? + ?  + 2", List.of("b", "c", "a")));
        assertThat(template.variant(3))
                .isEqualTo(
                        new SqlTemplate.Variant(
                                "select 1  + ?  + ?  + ? + ?  + 2", List.of("a", "b", "c", "a")));
        assertThat(template.blocks()).containsExactly(Set.of("a"), Set.of("c", "a"));
        assertThat(template.parametersOutsideBlocks()).containsExactly("b");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    select 1 [[ + 2                | in line 1 of the statement: the block that begins with [[ has no ]]
                    select 1 ]] + 2                | in line 1 of the statement: ]] ends no block
                    select 1 [[ + [[ 2 ]] ]]       | in line 1 of the statement: a block [[ … ]] begins inside another
                    """)
    void unbalancedBlocksAreProblems(String text, String problem) {
        assertThat(SqlTemplate.read(text, Dialects.H2).problems().getFirst()).isEqualTo(problem);
    }

    @Test
    void textThatTheLexerRefusesIsAProblem() {
        assertThat(SqlTemplate.read("select 'it", Dialects.H2).problems())
                .singleElement()
                .asString()
                .startsWith("SP-213");
    }

    private static Dialect dialect(String name) {
        return Dialects.named(name).orElseThrow();
    }
}
