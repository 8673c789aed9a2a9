package dev.sallyport.tool;

import dev.sallyport.audit.AuditLog;
import dev.sallyport.audit.AuditSettings;
import dev.sallyport.audit.AuditVerification;
import dev.sallyport.catalog.DatabaseCatalog;
import dev.sallyport.execution.ExecutionLimits;
import dev.sallyport.execution.StatementExecutor;
import dev.sallyport.guard.AllowList;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.policy.AccessPolicy;
import dev.sallyport.policy.RateLimit;
import dev.sallyport.policy.RateLimiter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The whole path of a call, from the dispatcher to an H2 database in memory. */
final class TestServer implements AutoCloseable {
    private final TestSources sources;
    private final StatementExecutor executor = new StatementExecutor();
    private final AuditSettings auditSettings;
    private final AuditLog audit;
    private final SallyportTools tools;
    private final List<GovernedSource> governed;
    private final ToolCallPipeline pipeline;

    TestServer(
            Path folder,
            TestSources sources,
            List<GovernedSource> governed,
            DeclaredTools declared,
            RateLimit rateLimit)
            throws IOException {
        this.sources = sources;
        this.auditSettings = new AuditSettings(folder, Optional.empty(), Optional.empty(), false);
        this.audit = AuditLog.open(auditSettings);
        this.governed = governed;
        RateLimiter rateLimiter = new RateLimiter(rateLimit);
        AccessPolicy policy =
                new AccessPolicy(
                        names(governed, source -> source.source().writes()),
                        names(governed, source -> source.writes().withoutWhere()));
        DatabaseCatalog catalog = new DatabaseCatalog();
        this.tools =
                new SallyportTools(
                        governed, declared, rateLimiter, policy, executor, catalog, audit);
        this.pipeline = new ToolCallPipeline(rateLimiter, policy, executor, catalog, audit);
    }

    static TestServer open(Path folder, String... names) throws IOException {
        TestSources sources = TestSources.open(names);
        return new TestServer(
                folder, sources, sources.governed(), DeclaredTools.NONE, RateLimit.STANDARD);
    }

    static TestServer open(
            Path folder, AllowList allowList, ExecutionLimits limits, RateLimit rateLimit)
            throws IOException {
        TestSources sources = TestSources.open("shop");
        return new TestServer(
                folder,
                sources,
                sources.governed(allowList, limits),
                DeclaredTools.NONE,
                rateLimit);
    }

    static TestServer open(Path folder, TestSources sources, DeclaredTools declared)
            throws IOException {
        return new TestServer(folder, sources, sources.governed(), declared, RateLimit.STANDARD);
    }

    private static List<String> names(
            List<GovernedSource> governed, Predicate<GovernedSource> which) {
        return governed.stream().filter(which).map(GovernedSource::name).toList();
    }

    SallyportTools tools() {
        return tools;
    }

    List<GovernedSource> governed() {
        return governed;
    }

    /** The same path as that of the tools. */
    ToolCallPipeline pipeline() {
        return pipeline;
    }

    Client client() {
        return new Client(tools);
    }

    Path auditFile() {
        return audit.path();
    }

    AuditVerification verification() throws IOException {
        return AuditVerification.of(audit.path(), auditSettings);
    }

    /** The newest line of the audit log. */
    JsonObject lastAuditLine() throws IOException {
        return (JsonObject) Json.parse(Files.readAllLines(audit.path()).getLast());
    }

    @Override
    public void close() throws IOException {
        executor.close();
        sources.close();
        audit.close();
    }
}
