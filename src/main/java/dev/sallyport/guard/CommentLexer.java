package dev.sallyport.guard;

import dev.sallyport.guard.Token.Gap;
import dev.sallyport.sql.LexicalFeature;
import dev.sallyport.sql.LexicalRules;

/** Layer 1: comments, which no token is made of. */
abstract class CommentLexer extends LexerCursor {
    CommentLexer(String text, LexicalRules rules) {
        super(text, rules);
    }

    final void dashes() {
        if (has(LexicalFeature.DASHES_NEED_BLANK) && at + 2 < text.length() && peek(2) > ' ') {
            throw ambiguous(
                    at, "Write a blank after -- for a comment, or between two minus signs.");
        }
        lineComment();
    }

    final void lineComment() {
        commented = true;
        while (at < text.length() && text.charAt(at) != '\n') {
            characters.checkComment(at);
            at++;
        }
        gap = Gap.NEWLINE;
    }

    final void blockComment() {
        int start = at;
        if (has(LexicalFeature.EXECUTABLE_COMMENTS)
                && (peek(2) == '!' || (peek(2) == 'M' && peek(3) == '!'))) {
            throw refuse(
                    RefusalReason.EXECUTABLE_COMMENT,
                    at,
                    "Write the statement without a comment that starts with an exclamation mark.");
        }
        commented = true;
        int depth = 1;
        boolean newline = false;
        at += 2;
        while (depth > 0) {
            if (at + 1 >= text.length()) {
                throw refuse(RefusalReason.UNTERMINATED, start, "End the comment.");
            }
            char c = text.charAt(at);
            if (c == '*' && peek(1) == '/') {
                depth--;
                at += 2;
            } else if (c == '/' && peek(1) == '*' && has(LexicalFeature.NESTED_COMMENTS)) {
                depth++;
                at += 2;
            } else {
                newline |= c == '\n';
                characters.checkComment(at);
                at++;
            }
        }
        checkOptimizerHint(start);
        gap = newline ? Gap.NEWLINE : gap == Gap.NONE ? Gap.BLANK : gap;
    }

    /** MySQL's hints can set variables; a reader of the statement would expect them to work. */
    final void checkOptimizerHint(int start) {
        if (has(LexicalFeature.EXECUTABLE_COMMENTS) && text.charAt(start + 2) == '+') {
            // Not by the text in upper case, which costs the square of its length.
            for (int i = start; i < at; i++) {
                if (text.regionMatches(true, i, "SET_VAR", 0, 7)
                        || text.regionMatches(true, i, "RESOURCE_GROUP", 0, 14)) {
                    throw refuse(
                            RefusalReason.EXECUTABLE_COMMENT,
                            start,
                            "Write no hint that sets anything.");
                }
            }
        }
    }
}
