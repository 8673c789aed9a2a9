package dev.sallyport.mcp;

import java.time.Duration;
import java.util.Optional;

/**
 * How the protocol is served.
 *
 * @param name name of the server, for programs
 * @param title name of the server, for people
 * @param version version of the server
 * @param instructions what a model should know before it calls a tool
 * @param callTimeout after this long a call is cancelled
 * @param maxRunning calls that run at a time, over all connections; others wait
 * @param maxInFlight requests that run or wait, over all connections; a pipe is not read further,
 *     and an HTTP request refused, while there are as many
 * @param pageSize entries on one page of a list
 * @param listLifetime how long a client may keep a list
 */
public record McpSettings(
        String name,
        Optional<String> title,
        String version,
        Optional<String> instructions,
        Duration callTimeout,
        int maxRunning,
        int maxInFlight,
        int pageSize,
        Duration listLifetime) {
    public McpSettings {
        if (maxRunning < 1 || maxInFlight < maxRunning || pageSize < 1) {
            throw new IllegalArgumentException("limits of the protocol must be positive");
        }
    }

    /**
     * The defaults: two minutes a call, 64 running, 1,024 in flight, pages of 100, five minutes.
     */
    public static McpSettings of(String name, String version) {
        return new McpSettings(
                name,
                Optional.empty(),
                version,
                Optional.empty(),
                Duration.ofMinutes(2),
                64,
                1_024,
                100,
                Duration.ofMinutes(5));
    }

    /** The same with a name for people and advice for models. */
    public McpSettings describedAs(String newTitle, String newInstructions) {
        return new McpSettings(
                name,
                Optional.of(newTitle),
                version,
                Optional.of(newInstructions),
                callTimeout,
                maxRunning,
                maxInFlight,
                pageSize,
                listLifetime);
    }

    /** The same with another limit on the time of a call. */
    public McpSettings withCallTimeout(Duration timeout) {
        return new McpSettings(
                name,
                title,
                version,
                instructions,
                timeout,
                maxRunning,
                maxInFlight,
                pageSize,
                listLifetime);
    }

    /** The same with other bounds on requests at a time, and on the entries of a page. */
    public McpSettings withLimits(int running, int inFlight, int page) {
        return new McpSettings(
                name,
                title,
                version,
                instructions,
                callTimeout,
                running,
                inFlight,
                page,
                listLifetime);
    }
}
