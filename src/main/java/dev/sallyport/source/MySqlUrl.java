package dev.sallyport.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * URLs of MySQL and MariaDB: {@code scheme//host:port/database?a=b&c=d} and nothing else.
 *
 * <p>Both drivers read more than that (pipes, credentials, groups of hosts that they change between
 * while a session is in use, properties in parentheses, escapes), which a list of parameters alone
 * would not hold back.
 */
final class MySqlUrl {
    private static final String HOST = "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?";

    private static final Pattern REST =
            Pattern.compile(
                    "//(?<hosts>"
                            + HOST
                            + "(?:,"
                            + HOST
                            + ")*)(?:/(?<database>[\\p{L}\\p{N}_$-]*))?"
                            + "(?:\\?(?<parameters>[A-Za-z0-9._=&:/+-]*))?");

    private MySqlUrl() {}

    /**
     * What is wrong with a URL, a clause each.
     *
     * @param manyHosts whether the driver tries several hosts when it connects, and only then
     */
    static List<String> problems(
            String url, String prefix, String title, Set<String> allowed, boolean manyHosts) {
        List<String> problems = new ArrayList<>();
        if (!url.startsWith(prefix)) {
            problems.add("a URL of " + title + " begins with " + prefix);
            return problems;
        }
        int question = url.indexOf('?');
        if ((question < 0 ? url : url.substring(0, question)).indexOf('@') >= 0) {
            problems.add(
                    "a credential does not belong into the URL: write user: and password:"
                            + " ${env:NAME}");
            return problems;
        }
        problems.addAll(
                UrlParameters.problems(UrlParameters.afterQuestionMark(url), allowed, false));
        Matcher matcher = REST.matcher(url.substring(prefix.length()));
        if (!matcher.matches()) {
            if (problems.isEmpty()) {
                problems.add(
                        "a URL of "
                                + title
                                + " is "
                                + prefix
                                + "//host:port/database?parameter=value, with letters, digits, '_',"
                                + " '-' and '$' in the database's name");
            }
        } else if (!manyHosts && matcher.group("hosts").indexOf(',') >= 0) {
            problems.add(
                    "one host only: the driver would change to another one in the middle of a"
                            + " session");
        }
        return problems;
    }

    /** The database in a URL that has no problems. */
    static Optional<String> database(String url, String prefix) {
        Matcher matcher = REST.matcher(url.substring(prefix.length()));
        return matcher.matches()
                ? Optional.ofNullable(matcher.group("database")).filter(name -> !name.isEmpty())
                : Optional.empty();
    }
}
