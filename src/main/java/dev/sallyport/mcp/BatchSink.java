package dev.sallyport.mcp;

import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Collects the responses to a batch, and sends them as one when the last is there. */
final class BatchSink implements MessageSink {
    private final MessageSink sink;
    private final List<JsonValue> responses = new ArrayList<>();
    private int outstanding;

    BatchSink(MessageSink sink, int messages) {
        this.sink = sink;
        this.outstanding = messages;
    }

    @Override
    public void respond(JsonValue response, ResponseKind kind) {
        boolean last;
        synchronized (this) {
            responses.add(response);
            last = --outstanding == 0;
        }
        if (last) {
            complete();
        }
    }

    @Override
    public void withdraw() {
        boolean last;
        synchronized (this) {
            last = --outstanding == 0;
        }
        if (last) {
            complete();
        }
    }

    @Override
    public void send(JsonValue message) {
        sink.send(message);
    }

    private void complete() {
        if (responses.isEmpty()) {
            sink.withdraw();
        } else {
            sink.respond(new JsonArray(responses), ResponseKind.RESULT);
        }
    }
}
