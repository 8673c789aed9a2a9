package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.config.ConfigException;
import dev.sallyport.config.ConfigProblem;
import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import dev.sallyport.sql.Dialects;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceConfigTest {
    private static final Environment ENVIRONMENT =
            Environment.of(Map.of("SHOP_USER", "ann", "SHOP_PASSWORD", "hunter2"));

    @Test
    void readsEveryKey() {
        SourceConfig config =
                read(
                        """
                        url: jdbc:postgresql://db.example:5432/shop?sslmode=require
                        user: ${env:SHOP_USER}
                        password: ${env:SHOP_PASSWORD}
                        writes: true
                        attest: true
                        min-grade: A
                        limits: {concurrent-calls: 3, timeout: 5s}
                        """);
        assertThat(config.attestation()).isEqualTo(new Attestation(true, Grade.A));
        assertThat(config.name()).isEqualTo("shop");
        assertThat(config.user()).contains("ann");
        assertThat(config.password().orElseThrow().reveal()).isEqualTo("hunter2");
        assertThat(config.dialect()).isEqualTo(Dialects.POSTGRES);
        assertThat(config.writes()).isTrue();
        assertThat(config.concurrentCalls()).isEqualTo(3);
        assertThat(config.timeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void writesNothingUnlessTheOwnerSaysSo() {
        assertThat(read("url: jdbc:h2:mem:a").writes()).isFalse();
    }

    @Test
    void holdsResultsWhereTheOwnerWantsThat() {
        ConnectionSettings settings =
                read("""
                url: jdbc:h2:mem:a
                limits: {concurrent-calls: 4}
                pool: {held-cursors: 3, held-for: 10s}
                """)
                        .connections();
        assertThat(settings.heldCursors()).isEqualTo(3);
        assertThat(settings.heldFor()).isEqualTo(Duration.ofSeconds(10));
        assertThat(read("url: jdbc:h2:mem:a").connections().heldCursors()).isZero();
    }

    @Test
    void refusesToHoldMoreResultsThanThereAreConnectionsToSpare() {
        assertThat(
                        problemsOf(
                                """
                                url: jdbc:h2:mem:a
                                limits: {concurrent-calls: 3}
                                pool: {held-cursors: 3}
                                """))
                .singleElement()
                .asString()
                .contains("held-cursors", "concurrent-calls, 3");
    }

    @Test
    void refusesToHoldResultsOfAnEngineWhoseRowsAreOfNoOneMoment() {
        assertThat(problemsOf("url: jdbc:sqlserver://h\npool: {held-cursors: 1}"))
                .singleElement()
                .asString()
                .contains("held-cursors", "SQL Server");
    }

    @Test
    void refusesWritesWhereNoChangeCouldBeTakenBack() {
        assertThat(problemsOf("url: jdbc:trino://h/c\nwrites: true"))
                .singleElement()
                .asString()
                .contains("writes", "taken back");
    }

    @Test
    void showsNeitherUrlNorCredential() {
        assertThat(
                        read("""
                        url: jdbc:postgresql://db.example/shop
                        user: ann
                        password: ${env:SHOP_PASSWORD}
                        """)
                                .toString())
                .doesNotContain("db.example", "ann", "hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://h/d?socketFactory=org.example.Evil",
                "jdbc:postgresql://h/d?socketFactoryArg=x",
                "jdbc:postgresql://h/d?sslfactory=org.example.Evil",
                "jdbc:postgresql://h/d?sslhostnameverifier=org.example.Evil",
                "jdbc:postgresql://h/d?authenticationPluginClassName=org.example.Evil",
                "jdbc:postgresql://h/d?xmlFactoryFactory=org.example.Evil",
                "jdbc:postgresql://h/d?loggerFile=/tmp/x",
                "jdbc:postgresql://h/d?options=-c%20default_transaction_read_only=off",
                "jdbc:postgresql://h/d?preferQueryMode=simple",
                "jdbc:postgresql://h/d?readOnlyMode=ignore",
                "jdbc:postgresql://h/d?service=x",
                "jdbc:postgresql://h/d?ssl=true&socketFactory=org.example.Evil",
                "jdbc:postgresql://h/d?SSLMODE=disable",
                "jdbc:postgresql://h/d?nonsense",
                "jdbc:postgresql://h/d?ssl%4dode=x",
                "jdbc:h2:mem:a;INIT=RUNSCRIPT FROM 'x'",
                "jdbc:h2:mem:a;init=DROP ALL OBJECTS",
                "jdbc:h2:mem:a;MODE=MySQL;INIT=SELECT 1\\;SELECT 2",
                "jdbc:h2:mem:a;TRACE_LEVEL_FILE=4",
                "jdbc:h2:mem:a;JAVA_OBJECT_SERIALIZER=org.example.Evil",
                "jdbc:h2:mem:a;AUTHREALM=x",
                "jdbc:h2:./a;AUTO_SERVER=TRUE",
                "jdbc:mysql://h/d?autoDeserialize=true",
                "jdbc:mysql://h/d?allowLoadLocalInfile=true",
                "jdbc:mysql://h/d?allowLoadLocalInfileInPath=/",
                "jdbc:mysql://h/d?allowUrlInLocalInfile=true",
                "jdbc:mysql://h/d?allowMultiQueries=true",
                "jdbc:mysql://h/d?sessionVariables=sql_mode=ANSI",
                "jdbc:mysql://h/d?queryInterceptors=org.example.Evil",
                "jdbc:mysql://h/d?connectionLifecycleInterceptors=org.example.Evil",
                "jdbc:mysql://h/d?exceptionInterceptors=org.example.Evil",
                "jdbc:mysql://h/d?statementInterceptors=org.example.Evil",
                "jdbc:mysql://h/d?socketFactory=org.example.Evil",
                "jdbc:mysql://h/d?propertiesTransform=org.example.Evil",
                "jdbc:mysql://h/d?profilerEventHandler=org.example.Evil",
                "jdbc:mysql://h/d?logger=org.example.Evil",
                "jdbc:mysql://h/d?authenticationPlugins=org.example.Evil",
                "jdbc:mysql://h/d?trustCertificateKeyStoreUrl=http://evil/x",
                "jdbc:mysql://h/d?clientCertificateKeyStoreUrl=file:/etc/passwd",
                "jdbc:mysql://h/d?serverRSAPublicKeyFile=/etc/passwd",
                "jdbc:mysql://h/d?useServerPrepStmts=false",
                "jdbc:mysql://h/d?characterEncoding=gbk",
                "jdbc:mysql://h/d?autoReconnect=true",
                "jdbc:mysql://h/d?zeroDateTimeBehavior=ROUND",
                "jdbc:mysql://h/d?useSSL=false",
                "jdbc:mysql://h/d?SSLMODE=DISABLED",
                "jdbc:mysql://h/d?ssl%4dode=x",
                "jdbc:mysql://h/d?nonsense",
                "jdbc:mariadb://h/d?allowLocalInfile=true",
                "jdbc:mariadb://h/d?allowMultiQueries=true",
                "jdbc:mariadb://h/d?sessionVariables=sql_mode=ANSI",
                "jdbc:mariadb://h/d?initSql=DROP",
                "jdbc:mariadb://h/d?credentialType=x",
                "jdbc:mariadb://h/d?pipe=x",
                "jdbc:mariadb://h/d?localSocket=/x",
                "jdbc:mariadb://h/d?keyStore=/x",
                "jdbc:mariadb://h/d?trustStore=/x",
                "jdbc:mariadb://h/d?serverRsaPublicKeyFile=/x",
                "jdbc:mariadb://h/d?socketFactory=org.example.Evil",
                "jdbc:mariadb://h/d?tlsSocketType=x",
                "jdbc:mariadb://h/d?transactionReplay=true",
                "jdbc:mariadb://h/d?disablePipeline=true",
                "jdbc:mariadb://h/d?useServerPrepStmts=false",
                "jdbc:mariadb://h/d?permitRedirect=true",
                "jdbc:mariadb://h/d?connectionAttributes=a:b",
                "jdbc:mariadb://h/d?servicePrincipalName=x",
                "jdbc:mariadb://h/d?nonsense",
                "jdbc:h2:mem:a;nonsense",
                "jdbc:trino://h/c?sessionProperties=query_max_run_time:1d",
                "jdbc:trino://h/c?roles=system:admin",
                "jdbc:trino://h/c?path=x.y",
                "jdbc:trino://h/c?dnsResolver=org.example.Evil",
                "jdbc:trino://h/c?extraCredentials=a:b",
                "jdbc:trino://h/c?extraHeaders=a:b",
                "jdbc:trino://h/c?externalAuthentication=true",
                "jdbc:trino://h/c?KerberosKeytabPath=/x",
                "jdbc:trino://h/c?httpProxy=h:1",
                "jdbc:trino://h/c?explicitPrepare=true",
                "jdbc:trino://h/c?ssl=true",
                "jdbc:trino://h/c?SSL=true&nonsense=1",
                "jdbc:sqlite:/a.db?enable_load_extension=true",
                "jdbc:sqlite:/a.db?open_mode=6",
                "jdbc:sqlite:/a.db?limit_attached=10",
                "jdbc:sqlite:/a.db?temp_store_directory=/tmp",
                "jdbc:duckdb:/a.db;enable_external_access=true",
                "jdbc:duckdb:/a.db;duckdb.read_only=false",
                "jdbc:duckdb:/a.db;session_init_sql_file=/x.sql",
                "jdbc:duckdb:/a.db;allow_unsigned_extensions=true",
                "jdbc:sqlserver://h;socketFactoryClass=org.example.Evil",
                "jdbc:sqlserver://h;databaseName={a;b};trustManagerClass=org.example.Evil",
                "jdbc:sqlserver://h;trustStore=/tmp/x",
                "jdbc:sqlserver://h;keyStoreLocation=/tmp/x",
                "jdbc:sqlserver://h;clientCertificate=/tmp/x",
                "jdbc:sqlserver://h;integratedSecurity=true",
                "jdbc:sqlserver://h;authentication=ActiveDirectoryInteractive",
                "jdbc:sqlserver://h;jaasConfigurationName=x",
                "jdbc:sqlserver://h;columnEncryptionSetting=Enabled",
                "jdbc:sqlserver://h;quotedIdentifier=OFF",
                "jdbc:sqlserver://h;retryExec={1:2,3:SELECT}",
                "jdbc:sqlserver://h;encrypt=true;nonsense"
            })
    void refusesAParameterThatIsNotOnTheList(String url) {
        assertThat(problems(url)).anySatisfy(problem -> assertThat(problem).contains("allowed"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://h/d?user=ann",
                "jdbc:postgresql://h/d?password=hunter2",
                "jdbc:postgresql://h/d?sslpassword=hunter2",
                "jdbc:postgresql://h/d?sslpasswordcallback=org.example.Evil",
                "jdbc:postgresql://ann:hunter2@h/d",
                "jdbc:mysql://h/d?user=ann&password=hunter2",
                "jdbc:mysql://h/d?password1=hunter2",
                "jdbc:mysql://ann:hunter2@h/d",
                "jdbc:mariadb://h/d?keyStorePassword=hunter2",
                "jdbc:mariadb://ann:hunter2@h/d",
                "jdbc:h2:mem:a;USER=ann",
                "jdbc:h2:mem:a;password=hunter2",
                "jdbc:h2:mem:a;PASSWORD_HASH=TRUE",
                "jdbc:trino://h/c?user=ann",
                "jdbc:trino://h/c?sessionUser=ann",
                "jdbc:trino://h/c?accessToken=hunter2",
                "jdbc:trino://h/c?SSLTrustStorePassword=hunter2",
                "jdbc:trino://ann:hunter2@h/c",
                "jdbc:sqlserver://h;user=ann;password=hunter2",
                "jdbc:sqlserver://h;databaseName=d;PASSWORD={hunter2}",
                "jdbc:sqlserver://h;databaseName={d}}x};keyStoreSecret=hunter2",
                "jdbc:sqlserver://ann:hunter2@h"
            })
    void refusesACredentialInAUrlWithoutRepeatingIt(String url) {
        assertThat(problems(url))
                .anySatisfy(problem -> assertThat(problem).contains("credential"))
                .noneSatisfy(problem -> assertThat(problem).contains("hunter2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://h/d",
                "jdbc:postgresql://h:5432,i:5433/d?targetServerType=preferSecondary",
                "jdbc:postgresql://[::1]:5432/d?ssl=true&sslmode=verify-full&sslrootcert=/ca.pem",
                "jdbc:postgresql:d",
                "jdbc:sqlserver://h",
                "jdbc:sqlserver://h\\sql2022:1433;databaseName={a;b}};c};encrypt=strict",
                "jdbc:sqlserver://h:1433;DATABASENAME=d;applicationIntent=ReadWrite",
                "jdbc:mysql://h",
                "jdbc:mysql://db.example:3306/my_shop-1?sslMode=VERIFY_IDENTITY&connectTimeout=900",
                "jdbc:mysql://[::1]:3306/übersicht",
                "jdbc:mariadb://h:3306,i/shop?sslMode=verify-full&serverSslCert=/ca.pem",
                "jdbc:mariadb://10.0.0.1/",
                "jdbc:h2:mem:a;DB_CLOSE_DELAY=-1",
                "jdbc:h2:file:/data/shop;MODE=MSSQLServer;DATABASE_TO_UPPER=FALSE",
                "jdbc:h2:~/shop",
                "jdbc:h2:./shop;access_mode_data=r",
                "jdbc:h2:tcp://h/shop",
                "jdbc:trino://h",
                "jdbc:trino://h:8080/c",
                "jdbc:trino://h:8443/c/s?SSL=true&SSLVerification=FULL&SSLTrustStorePath=/ca.pem",
                "jdbc:sqlite:/data/shop.db",
                "jdbc:sqlite:C:/data/shop.db?busy_timeout=5000&cache_size=-8000",
                "jdbc:duckdb:/data/shop.duckdb",
                "jdbc:duckdb:C:/data/shop.duckdb;memory_limit=1GB;threads=2"
            })
    void allowsWhatIsHarmless(String url) {
        assertThat(problems(url)).isEmpty();
    }

    /** Other forms that the drivers of MySQL and MariaDB read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql:loadbalance://h,i/d",
                "jdbc:mysql:replication://h,i/d",
                "jdbc:mysql+srv://h/d",
                "mysqlx://h/d",
                "jdbc:mysql://h,i/d",
                "jdbc:mysql://address=(host=h)(autoDeserialize=true)/d",
                "jdbc:mysql://(host=h,allowLoadLocalInfile=true)/d",
                "jdbc:mysql://[h,(port=3306)]/d",
                "jdbc:mysql://h/d#?autoDeserialize=true",
                "jdbc:mysql://h/d%3FautoDeserialize=true",
                "jdbc:mysql://h/d/e",
                "jdbc:mysql://h/d e",
                "jdbc:mysql:h/d",
                "jdbc:mysql:///d",
                "jdbc:mariadb:sequential://h,i/d",
                "jdbc:mariadb:replication://h,i/d",
                "jdbc:mariadb:loadbalance://h,i/d",
                "jdbc:mariadb://address=(host=h)(type=primary)/d",
                "jdbc:mariadb://address=(localSocket=/x)/d",
                "jdbc:mariadb://h/d?sslMode=trust&sslMode=(x)"
            })
    void refusesOtherFormsOfAUrlOfMySql(String url) {
        assertThat(problems(url)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:zip:/x.zip!/y", "jdbc:h2:nio:/x", "jdbc:h2:"})
    void refusesOtherFileSystemsOfH2(String url) {
        assertThat(problems(url)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:sqlite:",
                "jdbc:sqlite::memory:",
                "jdbc:sqlite::resource:x.db",
                "jdbc:sqlite:file:/a.db?mode=rwc",
                "jdbc:duckdb:",
                "jdbc:duckdb::memory:",
                "jdbc:duckdb:md:shop",
                "jdbc:duckdb:s3://bucket/a.duckdb"
            })
    void refusesADatabaseThatIsNoFile(String url) {
        assertThat(problems(url)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres://h/d", "jdbc:nonsense:x", "JDBC:POSTGRESQL://h/d"})
    void refusesAUrlOfNoEngine(String url) {
        assertThat(problems(url)).isNotEmpty();
    }

    @Test
    void everyDialectHasAnEngine() {
        assertThat(Dialects.all()).allMatch(dialect -> Engines.of(dialect).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a\"b", "a\nb", "\u202ea"})
    void refusesANameThatIsNoPlainWord(String name) {
        Configuration configuration =
                Configuration.read("test.yaml", "url: jdbc:h2:mem:a", ENVIRONMENT);
        SourceConfig.read(name, configuration.root());
        assertThatThrownBy(configuration::finish).hasMessageContaining("a source is named by");
    }

    @Test
    void refusesAnotherDriverWhereOneComesWithTheProduct() {
        assertThat(problemsOf("url: jdbc:h2:mem:a\ndriver-path: /tmp/h2.jar"))
                .singleElement()
                .asString()
                .contains("driver-path: the driver of H2 comes with the product");
    }

    @Test
    void refusesAPasswordThatStandsInTheFile() {
        assertThat(problemsOf("url: jdbc:h2:mem:a\npassword: hunter2"))
                .hasSize(1)
                .first()
                .asString()
                .contains("${env:NAME}")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    jdbc:postgresql://h:5432/shop                     | shop
                    jdbc:postgresql://h/shop?sslmode=require          | shop
                    jdbc:postgresql://h,i:1/my%20shop                 | my shop
                    jdbc:postgresql:shop                              | shop
                    jdbc:postgresql://h/                              | ann
                    jdbc:mysql://h:3306/Shop?sslMode=REQUIRED         | Shop
                    jdbc:mariadb://h,i:3307/shop                      | shop
                    jdbc:h2:mem:Shop                                  | SHOP
                    jdbc:h2:file:/data/daea_Shop;DATABASE_TO_UPPER=FALSE | daea_Shop
                    jdbc:h2:./Shop;DATABASE_TO_LOWER=TRUE             | shop
                    jdbc:h2:tcp://h/data/shop                         | SHOP
                    jdbc:trino://h:8080/Hive                          | hive
                    jdbc:trino://h/my%20shop/sales?SSL=true           | my shop
                    """)
    void knowsTheDefaultDatabase(String url, String database) {
        SourceConfig config =
                new SourceConfig(
                        "shop",
                        url,
                        Optional.of("ann"),
                        Optional.empty(),
                        Dialects.ofJdbcUrl(url).orElseThrow(),
                        false);
        try (Sources sources = new Sources(List.of(config))) {
            assertThat(sources.all().getFirst().defaultDatabase()).contains(database);
        }
    }

    private static SourceConfig read(String yaml) {
        Configuration configuration = Configuration.read("test.yaml", yaml, ENVIRONMENT);
        SourceConfig config = SourceConfig.read("shop", configuration.root());
        configuration.finish();
        return config;
    }

    private static List<String> problems(String url) {
        return problemsOf("url: '" + url.replace("'", "''") + "'");
    }

    private static List<String> problemsOf(String yaml) {
        try {
            read(yaml);
            return List.of();
        } catch (ConfigException e) {
            return e.problems().stream().map(ConfigProblem::toString).toList();
        }
    }
}
