package dev.sallyport.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Jars made of sources that a test brings along. */
final class TestJar {
    private TestJar() {}

    /**
     * Compiles classes of no package into a jar.
     *
     * @param sources source text by class name
     */
    static Path make(Path jar, Map<String, String> sources) {
        try {
            Path folder = Files.createTempDirectory(jar.toAbsolutePath().getParent(), "classes");
            List<String> arguments =
                    new ArrayList<>(List.of("-proc:none", "-d", folder.toString()));
            for (Map.Entry<String, String> source : sources.entrySet()) {
                Path file = folder.resolve(source.getKey() + ".java");
                arguments.add(Files.writeString(file, source.getValue()).toString());
            }
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            if (compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
                throw new IllegalArgumentException("the sources do not compile");
            }
            pack(folder, jar);
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pack(Path folder, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                out.putNextEntry(new JarEntry(file.getFileName().toString()));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }

    /** The same jar without one of its classes. */
    static Path without(Path jar, String className) {
        return changed(jar, className, bytes -> new byte[0]);
    }

    /** The same jar with one class made for a Java that is yet to come. */
    static Path ofTheFuture(Path jar, String className) {
        return changed(
                jar,
                className,
                bytes -> {
                    bytes[7] = 99;
                    return bytes;
                });
    }

    private static Path changed(Path jar, String className, UnaryOperator<byte[]> change) {
        try (FileSystem files = FileSystems.newFileSystem(jar)) {
            Path file = files.getPath("/" + className + ".class");
            byte[] bytes = change.apply(Files.readAllBytes(file));
            Files.delete(file);
            if (bytes.length > 0) {
                Files.write(file, bytes);
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
