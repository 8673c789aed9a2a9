package dev.sallyport.sql;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How a dialect's text falls into tokens, in the default settings of its engine.
 *
 * @param folding how names are compared
 * @param nameCharacters characters beside letters, digits and {@code _} that a name may go on with
 * @param literalPrefixes words in upper case that may stand right before a quote and belong to the
 *     literal; a trailing {@code _} stands for every word that starts so
 * @param operators operators of two characters and more; in a dialect with greedy operators those
 *     of one character too, without punctuation
 * @param features lexical habits
 */
public record LexicalRules(
        NameFolding folding,
        String nameCharacters,
        Set<String> literalPrefixes,
        List<String> operators,
        Set<LexicalFeature> features) {
    public LexicalRules {
        literalPrefixes = Set.copyOf(literalPrefixes);
        operators = List.copyOf(operators);
        features = features.isEmpty() ? Set.of() : EnumSet.copyOf(features);
    }

    static LexicalRules of(
            NameFolding folding,
            String nameCharacters,
            String literalPrefixes,
            String operators,
            LexicalFeature... features) {
        return new LexicalRules(
                folding,
                nameCharacters,
                Set.of(literalPrefixes.split(" ")),
                List.of(operators.split(" ")),
                Set.of(features));
    }

    /** Whether the dialect has this habit. */
    public boolean has(LexicalFeature feature) {
        return features.contains(feature);
    }
}
