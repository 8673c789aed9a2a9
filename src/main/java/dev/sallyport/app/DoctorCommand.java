package dev.sallyport.app;

import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import dev.sallyport.json.Json;
import dev.sallyport.source.Attestation;
import dev.sallyport.source.Grade;
import dev.sallyport.source.Source;
import dev.sallyport.source.Sources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code sallyport doctor}: examines what the logins of the sources could do. */
final class DoctorCommand implements Command {
    private static final Duration WAIT = Duration.ofSeconds(15);

    private final Path workingFolder;

    DoctorCommand(Path workingFolder) {
        this.workingFolder = workingFolder;
    }

    @Override
    public String name() {
        return "doctor";
    }

    @Override
    public String synopsis() {
        return "[--config FILE | --demo] [OPTIONS]";
    }

    @Override
    public List<String> description() {
        return List.of(
                "Connects to every source and grades the rights of its login, from A to F.",
                "It changes nothing, and prints the SQL that takes away what a reader does not need.",
                "A: only reads what it was granted. B: no changes, but more than that. C: can change",
                "data. D: can change tables, rights or settings, or reach other servers. F: can do",
                "anything, or read files or passwords. What cannot be looked at counts as granted.",
                "Exit status: 0 all good enough, 1 a source is not or cannot be reached, 2 wrong usage.");
    }

    @Override
    public Options options() {
        return ServerOptions.options()
                .addOption(
                        ServerOptions.withValue(
                                "min-grade",
                                "GRADE",
                                "What is good enough; otherwise min-grade of sources with attest, or F."))
                .addOption(ServerOptions.withValue("source", "NAME", "Examine this source alone."))
                .addOption(Option.builder().longOpt("json").desc("Print JSON.").get());
    }

    @Override
    public int run(CommandLine arguments, Terminal terminal) {
        Optional<Grade> minimum =
                Optional.ofNullable(arguments.getOptionValue("min-grade"))
                        .map(DoctorCommand::grade);
        Environment environment = Environment.ofProcess(workingFolder.toAbsolutePath());
        Configuration configuration = ServerOptions.read(arguments, workingFolder, environment);
        try (Sources sources = GateConfig.read(configuration, environment).sources()) {
            List<Diagnosis> diagnoses = new ArrayList<>();
            for (Source source : chosen(arguments, sources)) {
                Diagnosis diagnosis =
                        Diagnosis.of(
                                source,
                                minimum.orElseGet(() -> minimum(source.attestation())),
                                WAIT);
                diagnoses.add(diagnosis);
                if (!arguments.hasOption("json")) {
                    // At once: the next source may take its time.
                    diagnosis.lines().forEach(terminal.out()::println);
                }
            }
            if (arguments.hasOption("json")) {
                terminal.out().println(Json.text(Diagnosis.json(diagnoses)));
            }
            return diagnoses.stream().allMatch(Diagnosis::isGood) ? 0 : CommandLineInterface.FAILED;
        }
    }

    private static List<Source> chosen(CommandLine arguments, Sources sources) {
        String name = arguments.getOptionValue("source");
        if (name == null) {
            return sources.all();
        }
        return List.of(
                sources.named(name)
                        .orElseThrow(() -> new UsageException("there is no source " + name)));
    }

    private static Grade minimum(Attestation attestation) {
        return attestation.required() ? attestation.minimum() : Grade.F;
    }

    private static Grade grade(String text) {
        return Arrays.stream(Grade.values())
                .filter(grade -> grade.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new UsageException("--min-grade is one of: A, B, C, D, F"));
    }
}
