package dev.sallyport.app;

import dev.sallyport.auth.LoopbackAuthenticator;
import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import dev.sallyport.transport.HttpSettings;
import dev.sallyport.transport.HttpTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code sallyport serve}: serves the protocol over streamable HTTP, on loopback. */
final class ServeCommand implements Command {
    private static final String STANDARD_HOST = "127.0.0.1";
    private static final int STANDARD_PORT = 8642;
    private static final int MAX_PORT = 65_535;

    private final Path workingFolder;

    ServeCommand(Path workingFolder) {
        this.workingFolder = workingFolder;
    }

    @Override
    public String name() {
        return "serve";
    }

    @Override
    public String synopsis() {
        return "[--config FILE | --demo] [--host HOST] [--port PORT]";
    }

    @Override
    public List<String> description() {
        return List.of(
                "Serves MCP over streamable HTTP at /mcp until the process is told to end.",
                "At /mcp/NAME there are the tools of one toolset only.",
                "There is no authentication yet, so it listens on loopback addresses only.");
    }

    @Override
    public Options options() {
        return ServerOptions.options()
                .addOption(
                        ServerOptions.withValue(
                                "host",
                                "HOST",
                                "Loopback address; default: " + STANDARD_HOST + "."))
                .addOption(
                        ServerOptions.withValue(
                                "port", "PORT", "0 for any; default: " + STANDARD_PORT + "."));
    }

    @Override
    public int run(CommandLine arguments, Terminal terminal) {
        String host = arguments.getOptionValue("host", STANDARD_HOST);
        int port = port(arguments.getOptionValue("port", String.valueOf(STANDARD_PORT)));
        if (!isLoopback(host)) {
            throw new CommandException(
                    "--host "
                            + host
                            + " is no loopback address: without authentication only this machine"
                            + " may be served");
        }
        Environment environment = Environment.ofProcess(workingFolder.toAbsolutePath());
        Configuration configuration = ServerOptions.read(arguments, workingFolder, environment);
        GateConfig config = GateConfig.read(configuration, environment);
        try (Gate gate = Gate.open(config);
                HttpTransport transport =
                        new HttpTransport(
                                gate.dispatcher(),
                                new LoopbackAuthenticator(config.caller()),
                                HttpSettings.loopback(host, port),
                                config.tools().toolsets())) {
            transport.start();
            if (config.tools().preparesTools()) {
                ToolPreparation.begin(gate, config.tools());
            }
            terminal.err().println("serving " + transport.endpoint());
            awaitEnd(transport, gate);
        } catch (IOException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
        return 0;
    }

    /** Returns never: the process is told to end. */
    private static void awaitEnd(HttpTransport transport, Gate gate) {
        Runnable stop =
                () -> {
                    transport.close();
                    gate.close();
                };
        try (SignalGuard _ = SignalGuard.around(stop)) {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        throw new UsageException("--port is a number from 0 to " + MAX_PORT);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new CommandException("--host " + host + " is no address of this machine");
        }
    }
}
