package dev.sallyport.app;

import dev.sallyport.config.Environment;
import dev.sallyport.source.BroughtDriver;
import dev.sallyport.source.DriverArtifact;
import dev.sallyport.source.Drivers;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code sallyport driver}: fetches drivers that do not come with the product, and lists all. */
final class DriverCommand implements Command {
    private final Path workingFolder;

    DriverCommand(Path workingFolder) {
        this.workingFolder = workingFolder;
    }

    @Override
    public String name() {
        return "driver";
    }

    @Override
    public String synopsis() {
        return "list | add NAME...";
    }

    @Override
    public List<String> description() {
        return List.of(
                "Fetches database drivers that do not come with the product, and lists all.",
                "'add' takes a tried version from Maven's central repository, or from your mirror of it,",
                "checks its checksum and puts it into SALLYPORT_STATE/drivers. It needs Maven (mvn);",
                "without it, it says which file to put where. Names: " + names() + ".",
                "Exit status: 0 done, 1 a driver cannot be had, 2 wrong usage.");
    }

    @Override
    public Options options() {
        return new Options();
    }

    @Override
    public int words() {
        return 1 + Drivers.brought().size();
    }

    @Override
    public int run(CommandLine arguments, Terminal terminal) {
        List<String> words = arguments.getArgList();
        Environment environment = Environment.ofProcess(workingFolder.toAbsolutePath());
        Path folder = StateFolder.drivers(environment).toAbsolutePath();
        DriverStore store = new DriverStore(folder, MavenFetch.onPath(environment), terminal.err());
        if (words.equals(List.of("list"))) {
            list(store, folder, terminal);
        } else if (words.size() > 1 && words.getFirst().equals("add")) {
            words.stream().skip(1).map(DriverCommand::driver).toList().forEach(store::add);
        } else {
            throw new UsageException("say list, or add and one of: " + names());
        }
        return 0;
    }

    private static void list(DriverStore store, Path folder, Terminal terminal) {
        terminal.out()
                .println("With the product: " + String.join(", ", Drivers.comingAlong()) + ".");
        terminal.out().println("In " + folder + ":");
        for (BroughtDriver driver : Drivers.brought()) {
            terminal.out()
                    .printf(
                            "%-8s%-50s%s%n",
                            driver.name(),
                            driver.artifact()
                                    .map(DriverArtifact::coordinates)
                                    .orElse(driver.jar() + ", which comes with " + driver.title()),
                            store.state(driver));
        }
    }

    private static BroughtDriver driver(String name) {
        return Drivers.named(name)
                .orElseThrow(() ->
                        new UsageException(
                                "there is no driver " + name + " to add; there are: " + names()));
    }

    private static String names() {
        return Drivers.brought().stream()
                .map(BroughtDriver::name)
                .collect(Collectors.joining(", "));
    }
}
