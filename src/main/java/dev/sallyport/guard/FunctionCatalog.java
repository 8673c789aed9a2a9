package dev.sallyport.guard;

import dev.sallyport.sql.Dialect;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The functions of one dialect that are known to be harmless, from data files: words separated by
 * blanks, in sections by category; a line that starts with {@code #} is a comment.
 */
final class FunctionCatalog {
    private static final Map<Dialect, FunctionCatalog> LOADED = new HashMap<>();

    private final Set<String> harmless = HashSet.newHashSet(1024);
    private final Set<String> tableFunctions = new HashSet<>();
    private final Set<String> relationFunctions = new HashSet<>();
    private final Set<String> methods = new HashSet<>();
    private final Set<String> valueMethods = new HashSet<>();
    private final Set<String> methodsWithArguments = new HashSet<>();
    private final Set<String> staticMethods = new HashSet<>();
    private final Set<String> methodOwners = new HashSet<>();
    private final Set<String> notMethodOwners = new HashSet<>();
    private final Set<String> builtInSchemas = new HashSet<>();
    private final Set<String> xqueryFunctions = new HashSet<>();
    private final Set<String> reviewed;

    private FunctionCatalog(Dialect dialect) {
        load("common");
        load(dialect.name());
        reviewed = Set.of();
    }

    private FunctionCatalog(FunctionCatalog base, Set<String> reviewedFunctions) {
        harmless.addAll(base.harmless);
        tableFunctions.addAll(base.tableFunctions);
        relationFunctions.addAll(base.relationFunctions);
        methods.addAll(base.methods);
        valueMethods.addAll(base.valueMethods);
        methodsWithArguments.addAll(base.methodsWithArguments);
        staticMethods.addAll(base.staticMethods);
        methodOwners.addAll(base.methodOwners);
        notMethodOwners.addAll(base.notMethodOwners);
        builtInSchemas.addAll(base.builtInSchemas);
        xqueryFunctions.addAll(base.xqueryFunctions);
        Set<String> lower = new HashSet<>();
        for (String function : reviewedFunctions) {
            lower.add(function.toLowerCase(Locale.ROOT));
        }
        harmless.addAll(lower);
        reviewed = lower;
    }

    /** The dialect's functions, read when first asked for, with those the owner has reviewed. */
    static FunctionCatalog of(Dialect dialect, Set<String> reviewedFunctions) {
        FunctionCatalog base;
        synchronized (LOADED) {
            base = LOADED.computeIfAbsent(dialect, FunctionCatalog::new);
        }
        return reviewedFunctions.isEmpty() ? base : new FunctionCatalog(base, reviewedFunctions);
    }

    /** Whether a function may be called in an expression; all names are in lower case. */
    boolean isHarmless(String name) {
        return harmless.contains(name);
    }

    boolean isReviewed(String qualifiedName) {
        return reviewed.contains(qualifiedName);
    }

    /** Whether a function may stand in FROM. */
    boolean isTableFunction(String name) {
        return tableFunctions.contains(name) || reviewed.contains(name);
    }

    /** Whether a function's first argument is the name of a table. */
    boolean takesRelation(String name) {
        return relationFunctions.contains(name);
    }

    /** Whether a function's first argument is an XQuery, which must be a plain path. */
    boolean takesXQuery(String name) {
        return xqueryFunctions.contains(name);
    }

    boolean isMethod(String name) {
        return methods.contains(name);
    }

    /**
     * Whether a method may be called where what stands before its dot is a value for sure: behind
     * one name it could be a function of a schema.
     */
    boolean isValueMethod(String name) {
        return methods.contains(name) || valueMethods.contains(name);
    }

    /**
     * Whether a function may be called on a column with arguments of its own. What takes one value
     * only is not among them: with an argument it would be a function of a schema.
     */
    boolean isMethodWithArguments(String name) {
        return methodsWithArguments.contains(name);
    }

    /** Whether a method is called on a type, after two colons. */
    boolean isStaticMethod(String name) {
        return staticMethods.contains(name);
    }

    /** Whether a type has static methods on the list. */
    boolean isMethodOwner(String name) {
        return methodOwners.contains(name);
    }

    /** Whether a name before a dot is a schema for sure, so that no method is meant. */
    boolean isSchema(String name) {
        return notMethodOwners.contains(name);
    }

    /** Whether built-in functions may be called with this schema before them. */
    boolean isBuiltInSchema(String name) {
        return builtInSchemas.contains(name);
    }

    private void load(String name) {
        String text;
        try (InputStream in = FunctionCatalog.class.getResourceAsStream(name + ".functions")) {
            if (in == null) {
                throw new IllegalStateException("missing list of functions: " + name);
            }
            text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Set<String> section = harmless;
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            end = end < 0 ? text.length() : end;
            if (at < end && text.charAt(at) == '[') {
                section = section(text.substring(at + 1, text.indexOf(']', at)));
            } else if (at < end && text.charAt(at) != '#') {
                words(text, at, end, section);
            }
            at = end + 1;
        }
    }

    private Set<String> section(String name) {
        return switch (name) {
            case "table" -> tableFunctions;
            case "relation" -> relationFunctions;
            case "methods" -> methods;
            case "value-methods" -> valueMethods;
            case "methods-with-arguments" -> methodsWithArguments;
            case "static-methods" -> staticMethods;
            case "method-owners" -> methodOwners;
            case "no-method-owners" -> notMethodOwners;
            case "schemas" -> builtInSchemas;
            case "xquery" -> xqueryFunctions;
            default -> harmless;
        };
    }

    private static void words(String text, int from, int to, Set<String> words) {
        int start = from;
        for (int i = from; i <= to; i++) {
            if (i == to || text.charAt(i) == ' ') {
                if (i > start) {
                    words.add(text.substring(start, i));
                }
                start = i + 1;
            }
        }
    }
}
