package dev.sallyport;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.sql.DataSource;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.CCJSqlParserTokenManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of packages in {@code docs/architecture.md}, held. */
class LayersTest {
    /** What each package may import beside itself. */
    private static final Map<String, List<String>> MAY_IMPORT =
            Map.ofEntries(
                    Map.entry("json", List.of()),
                    Map.entry("call", List.of()),
                    Map.entry("config", List.of()),
                    Map.entry("sql", List.of()),
                    Map.entry("mcp", List.of("call", "json")),
                    Map.entry("auth", List.of("call", "config", "json")),
                    Map.entry("guard", List.of("sql", "config", "json")),
                    Map.entry("policy", List.of("sql", "call", "config", "json")),
                    Map.entry("audit", List.of("sql", "call", "config", "json")),
                    Map.entry("result", List.of("sql", "config", "json")),
                    Map.entry("source", List.of("sql", "config", "json")),
                    Map.entry(
                            "execution",
                            List.of("source", "result", "sql", "call", "config", "json")),
                    Map.entry(
                            "catalog",
                            List.of("execution", "source", "sql", "call", "config", "json")),
                    Map.entry(
                            "export",
                            List.of(
                                    "execution",
                                    "source",
                                    "result",
                                    "sql",
                                    "call",
                                    "config",
                                    "json")),
                    Map.entry("demo", List.of("json", "config")),
                    Map.entry("transport", List.of("mcp", "auth", "call", "config", "json")),
                    Map.entry(
                            "tool",
                            List.of(
                                    "execution",
                                    "export",
                                    "catalog",
                                    "mcp",
                                    "guard",
                                    "policy",
                                    "audit",
                                    "result",
                                    "source",
                                    "sql",
                                    "call",
                                    "config",
                                    "json")));

    private static final JavaClasses PRODUCT =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.sallyport");

    static Set<String> packages() {
        return new TreeSet<>(MAY_IMPORT.keySet());
    }

    @ParameterizedTest
    @MethodSource("packages")
    void importsPointDown(String name) {
        String[] forbidden =
                Stream.concat(packages().stream(), Stream.of("app"))
                        .filter(other ->
                                !other.equals(name) && !MAY_IMPORT.get(name).contains(other))
                        .map(other -> "dev.sallyport." + other + "..")
                        .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("dev.sallyport." + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .check(PRODUCT);
    }

    @Test
    void importsMakeNoCircle() {
        slices().matching("dev.sallyport.(*)..").should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    void everyPackageIsInTheTableAndSaysWhatItIsFor() throws IOException {
        Path root = Path.of("src/main/java/dev/sallyport");
        try (Stream<Path> folders = Files.list(root).filter(Files::isDirectory)) {
            List<Path> packages = folders.toList();
            assertThat(packages)
                    .extracting(folder -> folder.getFileName().toString())
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(packages().stream(), Stream.of("app")).toList());
            for (Path folder : packages) {
                String text = Files.readString(folder.resolve("package-info.java"));
                assertThat(text.replaceAll("[\\s*]+", " "))
                        .as("%s", folder)
                        .contains("@NullMarked")
                        .containsIgnoringCase("must never");
            }
        }
    }

    @Test
    void classesThatTalkToDriversStayInTheirPackages() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.sallyport.source..",
                        "dev.sallyport.execution..",
                        "dev.sallyport.result..",
                        "dev.sallyport.export..",
                        "dev.sallyport.catalog..",
                        "dev.sallyport.demo..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "com.zaxxer..")
                .check(PRODUCT);
    }

    @Test
    void theGuardUsesNoRegularExpressions() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.sallyport.guard..", "dev.sallyport.sql..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.regex..")
                .check(PRODUCT);
    }

    @Test
    void nobodyWritesToStandardOutputButTheCommandLineAndItsTransport() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.sallyport.app..", "dev.sallyport.demo..")
                .should()
                .accessField(System.class, "out")
                .check(PRODUCT);
    }

    @Test
    void noNameHasThePrefixGet() {
        noMethods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                // These are what JDBC calls so, with the names that JDBC gives.
                .areNotAssignableTo(DataSource.class)
                .and()
                .areDeclaredInClassesThat()
                .areNotAssignableTo(Connection.class)
                .and()
                .areDeclaredInClassesThat()
                .areNotAssignableTo(Driver.class)
                .and()
                .areDeclaredInClassesThat()
                // And what a parser calls so.
                .areNotAssignableTo(CCJSqlParser.class)
                .and()
                .areDeclaredInClassesThat()
                .areNotAssignableTo(CCJSqlParserTokenManager.class)
                .should()
                .haveNameMatching("get[A-Z].*")
                .check(PRODUCT);
    }
}
