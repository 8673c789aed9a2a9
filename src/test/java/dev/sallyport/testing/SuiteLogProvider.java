package dev.sallyport.testing;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.simple.SimpleServiceProvider;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Writes what all tests of a run log, at level TRACE as {@code SALLYPORT_LOG_LEVEL=trace} does it,
 * to the file that the property {@code sallyport.suite.log} names; what the tests themselves look
 * at goes its usual way. Loggers that the product pins are pinned here too.
 */
public final class SuiteLogProvider implements SLF4JServiceProvider {
    /** Servers, clients and tools of the tests, which may well repeat a statement. */
    private static final List<String> OF_THE_TESTS =
            List.of("com.tngtech", "io.modelcontextprotocol", "io.zonky", "reactor");

    private final SimpleServiceProvider usual = new SimpleServiceProvider();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter context = new NOPMDCAdapter();
    private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
    private Writer file = Writer.nullWriter();

    @Override
    public void initialize() {
        usual.initialize();
        try {
            Path path = Path.of(System.getProperty("sallyport.suite.log"));
            Files.createDirectories(path.toAbsolutePath().getParent());
            file = Files.newBufferedWriter(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return name -> loggers.computeIfAbsent(name, SuiteLogger::new);
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return context;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    private void write(String line) {
        synchronized (this) {
            try {
                file.write(line);
                file.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final class SuiteLogger extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1;

        private final transient Logger usualLogger;
        private final int threshold;

        SuiteLogger(String name) {
            this.name = name;
            this.usualLogger = usual.getLoggerFactory().getLogger(name);
            this.threshold = threshold(name);
        }

        /** As the product's simplelogger.properties has it. */
        private static int threshold(String name) {
            if (name.startsWith("org.sqlite") || OF_THE_TESTS.stream().anyMatch(name::startsWith)) {
                return Integer.MAX_VALUE;
            }
            return (name.startsWith("org.eclipse.jetty") ? Level.WARN : Level.TRACE).toInt();
        }

        private boolean isOn(Level level) {
            return level.toInt() >= threshold;
        }

        @Override
        public boolean isTraceEnabled() {
            return isOn(Level.TRACE);
        }

        @Override
        public boolean isDebugEnabled() {
            return isOn(Level.DEBUG);
        }

        @Override
        public boolean isInfoEnabled() {
            return isOn(Level.INFO);
        }

        @Override
        public boolean isWarnEnabled() {
            return isOn(Level.WARN);
        }

        @Override
        public boolean isErrorEnabled() {
            return isOn(Level.ERROR);
        }

        @Override
        protected String getFullyQualifiedCallerName() {
            return SuiteLogger.class.getName();
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level, Marker marker, String pattern, Object[] arguments, Throwable cause) {
            String message = MessageFormatter.basicArrayFormat(pattern, arguments);
            StringWriter text = new StringWriter();
            PrintWriter line = new PrintWriter(text);
            line.println(level + " " + name + " " + message);
            if (cause != null) {
                cause.printStackTrace(line);
            }
            write(text.toString());
            if (usualLogger.isEnabledForLevel(level)) {
                usualLogger.atLevel(level).setCause(cause).log(message);
            }
        }
    }
}
