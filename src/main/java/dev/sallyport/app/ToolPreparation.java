package dev.sallyport.app;

import dev.sallyport.tool.ToolSettings;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the sources prepare the declared statements once a server answers: a column that is not there
 * is in the log before an agent finds it. Nobody waits for it, and a source that cannot be reached
 * is not spoken of: calls will tell.
 */
final class ToolPreparation {
    private static final Logger LOG = LoggerFactory.getLogger("dev.sallyport.start");

    /** A host's first requests come first. */
    private static final Duration AFTER_THE_START = Duration.ofSeconds(1);

    private ToolPreparation() {}

    /** Begins, where {@link ToolSettings#preparesTools} says so; ends by itself. */
    static void begin(Gate gate, ToolSettings settings) {
        Thread.ofPlatform()
                .daemon()
                .name("preparation")
                .start(() -> {
                    try {
                        Thread.sleep(AFTER_THE_START);
                        report(gate.unpreparedTools(settings));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private static void report(Map<String, String> codes) {
        codes.forEach((tool, code) ->
                LOG.warn(
                        "The source does not take the statement of the tool {} ({});"
                                + " sallyport tools test tells why",
                        tool,
                        code));
    }
}
