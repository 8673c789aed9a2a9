package dev.sallyport.app;

import dev.sallyport.app.DemoConversation.Expectation;
import dev.sallyport.app.DemoConversation.Step;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonNull;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/**
 * {@code sallyport demo}: a scripted conversation with a real server process on the embedded data.
 */
final class DemoCommand implements Command {
    /** The argument with the statement, as the example's configuration names it. */
    private static final String STATEMENT = "query";

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public String synopsis() {
        return "";
    }

    @Override
    public List<String> description() {
        return List.of(
                "Shows the gate at work: an agent's conversation with a server on embedded data.",
                "Exit status: 0 if each step was answered as it should be, else 1.");
    }

    @Override
    public Options options() {
        return new Options();
    }

    @Override
    public int run(CommandLine arguments, Terminal terminal) {
        PrintStream out = terminal.out();
        try (TemporaryFolder state = TemporaryFolder.create();
                ServerProcess server =
                        ServerProcess.start(
                                Launch.command("stdio", "--demo"),
                                Map.of("SALLYPORT_STATE", state.path().toString()))) {
            int failures = greet(server, out);
            failures += tools(server, out);
            for (Step step : DemoConversation.steps()) {
                failures += perform(server, step, out);
            }
            failures += server.end() == 0 ? 0 : 1;
            failures += audit(state.path().resolve("audit.jsonl"), out);
            out.println();
            out.println(
                    failures == 0
                            ? Style.GREEN.of("Every step was answered as it should be.")
                                    + " Next: put it into your agent's host, see README.md."
                            : Style.RED.of(
                                    failures + " steps were not answered as they should be."));
            return failures == 0 ? 0 : CommandLineInterface.FAILED;
        }
    }

    private static int greet(ServerProcess server, PrintStream out) {
        out.println();
        out.println(Style.BOLD.of("Sallyport, the gate between AI agents and databases"));
        heading(out, "An agent starts the server and asks what it is.");
        JsonObject result = result(server.request("server/discover", JsonObject.EMPTY));
        out.println(
                "  "
                        + Style.DIM.of("server/discover → ")
                        + "speaks "
                        + texts(result, "supportedVersions"));
        return result.members().isEmpty() ? 1 : 0;
    }

    private static int tools(ServerProcess server, PrintStream out) {
        heading(out, "Which tools does it offer?");
        JsonObject result = result(server.request("tools/list", JsonObject.EMPTY));
        List<JsonValue> tools = elements(result, "tools");
        for (JsonValue tool : tools) {
            if (tool instanceof JsonObject description) {
                String text = description.string("description").orElse("");
                String first = text.lines().findFirst().orElse("");
                out.printf(
                        "  %s  %s%n",
                        Style.CYAN.of(padded(description.string("name").orElse(""), 29)),
                        cut(first));
            }
        }
        return tools.isEmpty() ? 1 : 0;
    }

    private static int perform(ServerProcess server, Step step, PrintStream out) {
        heading(out, step.says());
        call(step, out);
        JsonObject result = result(server.call(step.tool(), step.arguments()));
        JsonObject content = result.object("structuredContent").orElse(JsonObject.EMPTY);
        Optional<String> code = content.string("code");
        if (code.isPresent()) {
            out.println(
                    "  "
                            + Style.RED.of(
                                    "✗ " + code.get() + " " + content.string("reason").orElse("")));
            out.println("    " + content.string("hint").orElse(""));
        } else {
            table(content, out);
        }
        boolean asItShould =
                switch (step.expectation()) {
                    case Expectation.Rows(int atLeast) ->
                            code.isEmpty() && elements(content, "rows").size() >= atLeast;
                    case Expectation.Refusal(String expected) -> code.equals(Optional.of(expected));
                };
        if (!asItShould) {
            out.println("  " + Style.RED.of("! expected " + step.expectation()));
        }
        return asItShould ? 0 : 1;
    }

    private static void call(Step step, PrintStream out) {
        Optional<String> sql = step.arguments().string(STATEMENT);
        JsonObject.Builder others = JsonObject.builder();
        step.arguments()
                .members()
                .forEach((name, value) -> {
                    if (!name.equals(STATEMENT)) {
                        others.put(name, value);
                    }
                });
        out.println(
                "  " + Style.CYAN.of(step.tool()) + " " + Style.DIM.of(Json.text(others.build())));
        sql.stream()
                .flatMap(String::lines)
                .map(line -> "    " + Style.DIM.of(line))
                .forEach(out::println);
    }

    private static void table(JsonObject content, PrintStream out) {
        List<String> header =
                elements(content, "columns").stream()
                        .map(column ->
                                column instanceof JsonObject object
                                        ? object.string("name").orElse("")
                                        : "")
                        .toList();
        if (header.isEmpty()) {
            out.println("  " + Json.text(content));
            return;
        }
        TextTable table = new TextTable(header);
        for (JsonValue row : elements(content, "rows").stream().limit(8).toList()) {
            if (row instanceof JsonArray(List<JsonValue> cells)) {
                table.row(cells.stream().map(DemoCommand::cell).toList());
            }
        }
        table.draw().forEach(line -> out.println("  " + line));
        boolean truncated =
                Json.text(content.member("truncated").orElse(JsonNull.NULL)).equals("true");
        out.println(
                "  "
                        + Style.DIM.of(
                                Json.text(content.member("row_count").orElse(JsonNull.NULL))
                                        + " rows"
                                        + (truncated
                                                ? ", and there are more: the limit cut them"
                                                : "")));
    }

    private static int audit(Path file, PrintStream out) {
        heading(
                out,
                "What the owner of the data can read afterwards: one line a call, chained by hashes; no SQL, no values.");
        try (Stream<String> lines = Files.lines(file)) {
            List<String> all = lines.toList();
            all.stream().map(DemoCommand::auditLine).forEach(out::println);
            return all.size() == DemoConversation.steps().size() ? 0 : 1;
        } catch (IOException e) {
            out.println("  " + Style.RED.of("! there is no audit log"));
            return 1;
        }
    }

    /** The members of an audit line that a person asks about, without the chain of hashes. */
    private static String auditLine(String line) {
        JsonObject event = (JsonObject) Json.parse(line);
        JsonObject.Builder shown = JsonObject.builder();
        for (String member :
                List.of(
                        "time",
                        "tool",
                        "source",
                        "decision",
                        "code",
                        "fp",
                        "rows",
                        "duration_ms")) {
            shown.putIfPresent(
                    member, event.member(member).filter(value -> value != JsonNull.NULL));
        }
        return "  " + Style.DIM.of(Json.text(shown.put("hash", "…").build()));
    }

    private static void heading(PrintStream out, String text) {
        out.println();
        out.println(Style.BOLD.of("▸ " + text));
    }

    private static JsonObject result(JsonObject answer) {
        return answer.object("result").orElse(JsonObject.EMPTY);
    }

    private static List<JsonValue> elements(JsonObject object, String member) {
        return object.member(member).orElse(JsonNull.NULL)
                        instanceof JsonArray(List<JsonValue> elements)
                ? elements
                : List.of();
    }

    private static String texts(JsonObject object, String member) {
        return String.join(", ", elements(object, member).stream().map(DemoCommand::cell).toList());
    }

    private static String cell(JsonValue value) {
        return switch (value) {
            case JsonString(String text) -> text.strip();
            case JsonNumber number -> number.value().toPlainString();
            case JsonNull ignored -> "";
            default -> Json.text(value);
        };
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String cut(String text) {
        return text.length() > 100 ? text.substring(0, 99) + "…" : text;
    }
}
