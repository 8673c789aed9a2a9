package dev.sallyport.app;

import dev.sallyport.call.Caller;
import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import dev.sallyport.transport.StdioTransport;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/**
 * {@code sallyport stdio}: serves the protocol on standard input and output, as a host starts it.
 */
final class StdioCommand implements Command {
    private final Path workingFolder;

    StdioCommand(Path workingFolder) {
        this.workingFolder = workingFolder;
    }

    @Override
    public String name() {
        return "stdio";
    }

    @Override
    public String synopsis() {
        return "[--config FILE | --demo] [--toolset NAME]";
    }

    @Override
    public List<String> description() {
        return List.of(
                "Serves MCP on standard input and output until the input ends.",
                "A host starts this; all but the protocol goes to standard error.");
    }

    @Override
    public Options options() {
        return ServerOptions.options()
                .addOption(
                        ServerOptions.withValue(
                                "toolset", "NAME", "Only the tools of this toolset."));
    }

    @Override
    public int run(CommandLine arguments, Terminal terminal) {
        Rehearsal.start();
        Environment environment = Environment.ofProcess(workingFolder.toAbsolutePath());
        Configuration configuration = ServerOptions.read(arguments, workingFolder, environment);
        GateConfig config = GateConfig.readWithoutInspection(configuration, environment);
        Caller caller = caller(arguments, config);
        try (Gate gate = Gate.open(config)) {
            // An agent's first statement should find the parsers loaded.
            config.governed().getFirst().guard().warmUp();
            StdioTransport transport =
                    new StdioTransport(gate.dispatcher(), caller, terminal.in(), terminal.out());
            serve(transport, gate, config, configuration);
        }
        return 0;
    }

    private static void serve(
            StdioTransport transport, Gate gate, GateConfig config, Configuration configuration) {
        try (SignalGuard _ = SignalGuard.around(() -> stop(transport, gate))) {
            try (StatementInspection _ =
                    StatementInspection.start(config, configuration, transport::stop)) {
                if (config.tools().preparesTools()) {
                    ToolPreparation.begin(gate, config.tools());
                }
                transport.run();
            }
            // Hosts end the input and send a signal at once, which must not cut this off.
            gate.close();
        }
    }

    /** A server would log connections that end with the process as broken. */
    private static void stop(StdioTransport transport, Gate gate) {
        transport.stop();
        gate.close();
    }

    private static Caller caller(CommandLine arguments, GateConfig config) {
        String toolset = arguments.getOptionValue("toolset");
        if (toolset == null) {
            return config.caller();
        }
        if (!config.tools().toolsets().contains(toolset)) {
            throw new CommandException(
                    "--toolset: there is no toolset "
                            + toolset
                            + "; toolsets: "
                            + String.join(", ", new TreeSet<>(config.tools().toolsets())));
        }
        return config.caller().limitedTo(toolset);
    }
}
