package dev.sallyport.source;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A driver that does not come with the product, since its licence or its size forbids it: the owner
 * brings the jar, or has {@code sallyport driver add} fetch it.
 *
 * @param name what an owner calls it, and the folder that its jar lies in
 * @param title the engine's name, for people
 * @param className the class of the driver
 * @param jar the file that the driver is known by
 * @param artifact where to fetch the tried version; empty where no public repository has it
 */
public record BroughtDriver(
        String name,
        String title,
        String className,
        String jar,
        Optional<DriverArtifact> artifact) {
    static final BroughtDriver DUCKDB =
            of(
                    "duckdb",
                    "DuckDB",
                    "org.duckdb.DuckDBDriver",
                    new DriverArtifact(
                            "org.duckdb",
                            "duckdb_jdbc",
                            "2.0.0.1",
                            "6cb8b0e0fc51b2e45aead2d2c1e1fd09dd10267db2966e69aaab0de67319f826"));
    static final BroughtDriver MYSQL =
            of(
                    "mysql",
                    "MySQL",
                    "com.mysql.cj.jdbc.Driver",
                    new DriverArtifact(
                            "com.mysql",
                            "mysql-connector-j",
                            "9.7.0",
                            "0353648eaa1c91e0f4020c959abf756bc866ffd583df22ae6b6f6e0cbd43eb44"));
    static final BroughtDriver ORACLE =
            of(
                    "oracle",
                    "Oracle",
                    "oracle.jdbc.OracleDriver",
                    new DriverArtifact(
                            "com.oracle.database.jdbc",
                            "ojdbc11",
                            "23.26.2.0.0",
                            "dbc0ff940bc056d5d9b8f42c0946ded4ebbc08c25cecf6ec1e521b2c8216956b"));
    static final BroughtDriver DB2 =
            of(
                    "db2",
                    "Db2",
                    "com.ibm.db2.jcc.DB2Driver",
                    new DriverArtifact(
                            "com.ibm.db2",
                            "jcc",
                            "12.1.5.0",
                            "04150111a29370247d162c3f05b8e938bf1314f19a63ad9a5302d88dd478e8e8"));
    static final BroughtDriver HSQLDB =
            of(
                    "hsqldb",
                    "HSQLDB",
                    "org.hsqldb.jdbc.JDBCDriver",
                    new DriverArtifact(
                            "org.hsqldb",
                            "hsqldb",
                            "2.7.4",
                            "5fab2bb4384ac06b762638c8fa2740c944b8d080e4796c0c6c2af8b90dd4e5ad"));
    static final BroughtDriver CONNX =
            new BroughtDriver(
                    "connx",
                    "CONNX",
                    "com.Connx.jdbc.TCJdbc.TCJdbcDriver",
                    "connxjdbc.jar",
                    Optional.empty());

    /** The folder that its jar lies in. */
    public Path folder(Path driversFolder) {
        return driversFolder.resolve(name);
    }

    /** What an owner does to have it, as the end of a sentence without a full stop. */
    public String remedy() {
        return artifact.isPresent()
                ? "run: sallyport driver add " + name
                : "set driver-path of the source to " + jar + ", which comes with " + title;
    }

    /**
     * A new instance in a class loader of its own, which {@link IsolatedDriver#close} closes.
     *
     * @throws DriverException if there is no jar, or the driver in it cannot be used
     */
    IsolatedDriver load(SourceConfig config) throws DriverException {
        List<Path> jars = jars(config.driver());
        if (jars.isEmpty()) {
            throw new DriverException(missing(config));
        }
        return IsolatedDriver.load(this, jars, config.name());
    }

    /**
     * The same for a use beside sources.
     *
     * @param key the configuration's key that names its jar
     * @param use who needs it, as the end of a clause
     */
    IsolatedDriver load(DriverLocation location, String key, String use) throws DriverException {
        List<Path> jars = jars(location);
        if (jars.isEmpty()) {
            throw new DriverException(
                    new DriverProblem(
                            DriverProblem.Kind.MISSING,
                            (location.path().isPresent()
                                            ? key + " names no jar. Correct it, or "
                                            : "The driver of "
                                                    + title
                                                    + ", which "
                                                    + use
                                                    + ", is not there. Only the owner can help: ")
                                    + remedy()
                                    + "."));
        }
        return IsolatedDriver.load(this, jars, key);
    }

    /** Why a source cannot have its driver, without loading it: a jar may be there and be bad. */
    Optional<DriverProblem> problem(SourceConfig config) {
        return jars(config.driver()).isEmpty() ? Optional.of(missing(config)) : Optional.empty();
    }

    private DriverProblem missing(SourceConfig config) {
        String where =
                config.driver().path().isPresent()
                        ? "driver-path of source '"
                                + config.name()
                                + "' names no jar. Correct it, or "
                        : "The driver of "
                                + title
                                + ", which source '"
                                + config.name()
                                + "' needs, is not there. Only the owner can help: ";
        return new DriverProblem(DriverProblem.Kind.MISSING, where + remedy() + ".");
    }

    private List<Path> jars(DriverLocation location) {
        return location.path()
                .or(() -> location.folder().map(this::folder))
                .map(DriverLocation::jars)
                .orElse(List.of());
    }

    private static BroughtDriver of(
            String name, String title, String className, DriverArtifact artifact) {
        return new BroughtDriver(
                name, title, className, artifact.fileName(), Optional.of(artifact));
    }
}
