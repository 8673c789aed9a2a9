package dev.sallyport.tool;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a prompt: <code>{{name}}</code> stands for an argument, and a block {@code [[ … ]]}
 * drops out where an argument in it is absent. A block without an argument is text like any other.
 */
record PromptTemplate(String text) {
    private static final Pattern ARGUMENT =
            Pattern.compile("\\{\\{\\s*([A-Za-z_][A-Za-z0-9_-]*)\\s*}}");
    private static final Pattern BLOCK = Pattern.compile("\\[\\[(.*?)]]", Pattern.DOTALL);

    /** Names of all arguments in the text. */
    Set<String> arguments() {
        return names(text);
    }

    /** Names of the arguments that stand outside of blocks. */
    Set<String> argumentsOutsideBlocks() {
        return names(BLOCK.matcher(text).replaceAll(""));
    }

    /** The text with the arguments' values, which are never read as parts of the template. */
    String filledIn(Map<String, String> arguments) {
        StringBuilder filled = new StringBuilder();
        int from = 0;
        Matcher blocks = BLOCK.matcher(text);
        while (blocks.find()) {
            filled.append(replaced(text.substring(from, blocks.start()), arguments));
            from = blocks.end();
            Set<String> inside = names(blocks.group(1));
            if (inside.isEmpty()) {
                filled.append(blocks.group());
            } else if (arguments.keySet().containsAll(inside)) {
                filled.append(replaced(blocks.group(1), arguments));
            }
        }
        return filled.append(replaced(text.substring(from), arguments)).toString();
    }

    private static String replaced(String part, Map<String, String> arguments) {
        return ARGUMENT.matcher(part)
                .replaceAll(found ->
                        Matcher.quoteReplacement(arguments.getOrDefault(found.group(1), "")));
    }

    private static Set<String> names(String part) {
        Set<String> names = new LinkedHashSet<>();
        ARGUMENT.matcher(part)
                .results()
                .map((MatchResult found) -> found.group(1))
                .forEach(names::add);
        return names;
    }
}
