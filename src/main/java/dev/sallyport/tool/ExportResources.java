package dev.sallyport.tool;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.export.ExportFormat;
import dev.sallyport.export.ExportSummary;
import dev.sallyport.export.ExportedFiles;
import dev.sallyport.export.Exporter;
import dev.sallyport.json.JsonObject;
import dev.sallyport.mcp.InvalidParams;
import dev.sallyport.mcp.ReadResourceResult;
import dev.sallyport.mcp.ResourceAnswer;
import dev.sallyport.mcp.ResourceDescription;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The exported files as resources, each for the caller that exported it. Reading one takes the path
 * of a call, and is limited and recorded like one.
 */
final class ExportResources {
    private final Optional<ExportedFiles> files;

    ExportResources(Optional<Exporter> exporter) {
        this.files = exporter.map(Exporter::files);
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    List<ResourceDescription> descriptions(Caller caller) {
        return files.map(known -> known.of(caller)).orElse(List.of()).stream()
                .map(file ->
                        new ResourceDescription(
                                file.uri(),
                                file.name(),
                                Optional.empty(),
                                Optional.of(file.rows() + " rows, " + file.bytes() + " bytes"),
                                Optional.of(file.format().mimeType())))
                .toList();
    }

    /** Empty where the URI is of no file of the caller's. */
    Optional<ResourceAnswer> read(String uri, ToolCallPipeline pipeline, CallContext context) {
        Optional<ExportSummary> found = files.flatMap(known -> known.find(uri, context.caller()));
        if (files.isEmpty() || found.isEmpty()) {
            return Optional.empty();
        }
        ExportedFiles known = files.get();
        ExportSummary file = found.get();
        ToolOutcome outcome =
                pipeline.call(CatalogReading.RESOURCE, () -> plan(known, file), context);
        return switch (outcome) {
            case ToolOutcome.Reply ignored -> known.read(file).map(bytes -> answer(file, bytes));
            case ToolOutcome.Refused(Problem problem) -> Optional.of(problem(problem));
            case ToolOutcome.Failed(Problem problem) -> Optional.of(problem(problem));
            case ToolOutcome.Unknown(Problem problem) -> Optional.of(problem(problem));
            case ToolOutcome.Rows ignored -> Optional.empty();
            case ToolOutcome.Tables ignored -> Optional.empty();
            case ToolOutcome.Written ignored -> Optional.empty();
            case ToolOutcome.Called ignored -> Optional.empty();
            case ToolOutcome.Exported ignored -> Optional.empty();
        };
    }

    private static ToolAction plan(ExportedFiles files, ExportSummary file) {
        return files.isReadable(file)
                ? new ToolAction.Reply(JsonObject.EMPTY)
                : new ToolAction.Refuse(
                        Problem.of(
                                CallProblem.EXPORT_TOO_LARGE,
                                "It has "
                                        + file.bytes()
                                        + " bytes, and "
                                        + files.maxReadBytes()
                                        + " are read at most. Open it where it is, or query for"
                                        + " less."));
    }

    private static ResourceAnswer answer(ExportSummary file, byte[] bytes) {
        return file.format() == ExportFormat.CSV
                ? ReadResourceResult.ofText(
                        file.uri(),
                        file.format().mimeType(),
                        new String(bytes, StandardCharsets.UTF_8))
                : ReadResourceResult.ofBytes(file.uri(), file.format().mimeType(), bytes);
    }

    private static ResourceAnswer problem(Problem problem) {
        return new InvalidParams(problem.code() + ": " + problem.reason() + ". " + problem.hint());
    }
}
