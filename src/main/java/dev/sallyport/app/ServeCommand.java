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
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

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
    public CommandSpec spec() {
        CommandSpec spec = ServerOptions.add(CommandSpec.wrapWithoutInspection(this).name("serve"));
        spec.usageMessage()
                .description(
                        "Serves MCP over streamable HTTP at /mcp until the process is told to end.",
                        "There is no authentication yet, so it listens on loopback addresses only.");
        spec.addOption(
                OptionSpec.builder("--host")
                        .paramLabel("HOST")
                        .type(String.class)
                        .defaultValue(STANDARD_HOST)
                        .description(
                                "Loopback address to listen on; default: " + STANDARD_HOST + ".")
                        .build());
        spec.addOption(
                OptionSpec.builder("--port")
                        .paramLabel("PORT")
                        .type(int.class)
                        .defaultValue(String.valueOf(STANDARD_PORT))
                        .description("Port, 0 for any; default: " + STANDARD_PORT + ".")
                        .build());
        return spec;
    }

    @Override
    public int run(ParseResult arguments, Terminal terminal) {
        String host = arguments.matchedOptionValue("--host", STANDARD_HOST);
        int port = arguments.matchedOptionValue("--port", STANDARD_PORT);
        if (port < 0 || port > MAX_PORT) {
            throw new ParameterException(
                    arguments.commandSpec().commandLine(),
                    "--port is a number from 0 to " + MAX_PORT);
        }
        if (!isLoopback(host)) {
            throw new CommandException(
                    "--host "
                            + host
                            + " is no loopback address: without authentication only this machine"
                            + " may be served");
        }
        Environment environment = Environment.ofProcess(workingFolder.toAbsolutePath());
        Configuration configuration = ServerOptions.read(arguments, workingFolder, environment);
        try (Gate gate = Gate.open(configuration, environment);
                HttpTransport transport =
                        new HttpTransport(
                                gate.dispatcher(),
                                new LoopbackAuthenticator(),
                                HttpSettings.loopback(host, port))) {
            transport.start();
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

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new CommandException("--host " + host + " is no address of this machine");
        }
    }
}
