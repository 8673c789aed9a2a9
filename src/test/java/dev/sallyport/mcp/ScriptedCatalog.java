package dev.sallyport.mcp;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small catalog whose tools do what the tests of the protocol need: answer, wait until they are
 * let go or cancelled, fail, report.
 */
public final class ScriptedCatalog implements ToolCatalog {
    private static final ToolDescription ECHO =
            tool(
                    "echo",
                    "Gives back the text.",
                    """
                    {"type":"object","properties":{"text":{"type":"string","maxLength":100},
                    "times":{"type":"integer","minimum":1,"maximum":3}},
                    "required":["text"],"additionalProperties":false}
                    """,
                    Optional.of(
                            """
                            {"type":"object","properties":{"text":{"type":"string"}},
                            "required":["text"]}
                            """));

    /** Calls of {@code wait} that have begun. */
    public final AtomicInteger waiting = new AtomicInteger();

    /** The most that ran at a time. */
    public final AtomicInteger mostWaiting = new AtomicInteger();

    /** Calls of {@code wait} that were cancelled. */
    public final AtomicInteger cancelled = new AtomicInteger();

    /** Opened to let {@code wait} answer. */
    public final CountDownLatch gate = new CountDownLatch(1);

    private static ToolDescription tool(
            String name, String description, String schema, Optional<String> outputSchema) {
        return new ToolDescription(
                name,
                Optional.empty(),
                description,
                object(schema),
                outputSchema.map(ScriptedCatalog::object),
                ToolAnnotations.READ_ONLY);
    }

    static JsonObject object(String json) {
        return (JsonObject) Json.parse(json);
    }

    @Override
    public List<ToolDescription> tools(Caller caller) {
        String nothing = "{\"type\":\"object\",\"additionalProperties\":false}";
        return List.of(
                ECHO,
                tool("wait", "Waits until it is let go.", nothing, Optional.empty()),
                tool("stubborn", "Takes no notice of being cancelled.", nothing, Optional.empty()),
                tool("fail", "Throws.", nothing, Optional.empty()));
    }

    @Override
    public CallToolResult call(String tool, JsonObject arguments, CallContext context) {
        return switch (tool) {
            case "echo" -> {
                String text = arguments.string("text").orElseThrow();
                yield CallToolResult.ofText(
                        text, JsonObject.builder().put("text", text).build(), false);
            }
            case "wait" -> waitForGate(context);
            case "stubborn" -> {
                awaitUninterruptibly(gate);
                yield text("stubborn");
            }
            default -> throw new IllegalStateException("SELECT secret FROM message");
        };
    }

    private CallToolResult waitForGate(CallContext context) {
        int running = waiting.incrementAndGet();
        mostWaiting.accumulateAndGet(running, Math::max);
        CountDownLatch done = new CountDownLatch(1);
        context.cancellation().onCancel(done::countDown);
        try {
            while (gate.getCount() > 0 && done.getCount() > 0) {
                done.await(5, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        waiting.decrementAndGet();
        if (context.cancellation().isCancelled()) {
            cancelled.incrementAndGet();
            return text("cancelled");
        }
        return text("done");
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            if (!latch.await(Duration.ofSeconds(60).toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody opened the gate");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CallToolResult text(String text) {
        return new CallToolResult(
                List.of(JsonObject.builder().put("type", "text").put("text", text).build()),
                Optional.empty(),
                false);
    }
}
