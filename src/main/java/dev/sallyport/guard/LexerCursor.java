package dev.sallyport.guard;

import dev.sallyport.guard.Token.Gap;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.LexicalFeature;
import dev.sallyport.sql.LexicalRules;
import java.util.ArrayList;
import java.util.List;

/** A place in a text that is read into tokens, and what every kind of token needs. */
abstract class LexerCursor {
    final String text;
    final LexicalRules rules;
    final CharacterRules characters;
    final List<Token> tokens;
    Gap gap = Gap.NONE;
    boolean commented;
    int at;

    LexerCursor(String text, LexicalRules rules) {
        this.text = text;
        this.rules = rules;
        this.characters =
                new CharacterRules(
                        text, rules.nameCharacters(), has(LexicalFeature.NARROW_CHARACTERS));
        this.tokens = new ArrayList<>(Math.min(text.length() / 4 + 8, 1024));
    }

    final void add(Kind kind, int start, String value) {
        tokens.add(new Token(kind, text.substring(start, at), value, "", start, takeGap()));
    }

    final Gap takeGap() {
        Gap taken = tokens.isEmpty() ? Gap.NONE : gap;
        gap = Gap.NONE;
        return taken;
    }

    final boolean endsOperand() {
        if (tokens.isEmpty() || gap != Gap.NONE) {
            return false;
        }
        Token last = tokens.getLast();
        return last.isName() || last.isOperator(")") || last.isOperator("]");
    }

    final void checkNothingRunsOn(int start) {
        if (at < text.length() && (startsWord(text.charAt(at)) || isDigit(text.charAt(at)))) {
            throw ambiguous(start, "Write a blank after a literal or a quoted name.");
        }
    }

    final boolean has(LexicalFeature feature) {
        return rules.has(feature);
    }

    final char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    final boolean startsWord(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '_'
                || (c >= 0x80 && characters.isNameStart(c))
                || ((c == '#' || c == '@') && rules.nameCharacters().indexOf(c) >= 0);
    }

    final boolean isWordPart(char c) {
        return startsWord(c) || isDigit(c) || characters.isNamePart(c);
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isHex(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    static Refusal refuse(RefusalReason reason, int offset, String hint) {
        return new Refusal(reason, offset, hint);
    }

    static Refusal ambiguous(int offset, String hint) {
        return refuse(RefusalReason.AMBIGUOUS_TEXT, offset, hint);
    }
}
