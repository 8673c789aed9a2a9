package dev.sallyport.config;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The nodes of a configuration as bytes, without their lines: a letter, then the length of a text
 * and its UTF-8, or how many nodes follow.
 *
 * <p>The configurations that come with the product are read at each start of a chat. A process that
 * has just started takes 40 ms to read the longest of them as YAML, and 20 ms as JSON.
 */
final class CompiledNodes {
    private CompiledNodes() {}

    static byte[] write(ConfigNode.Entries root) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(root, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if it is something else
     */
    static ConfigNode.Entries read(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        if (node(in) instanceof ConfigNode.Entries root && in.available() == 0) {
            return root;
        }
        throw new IOException("no compiled configuration");
    }

    private static void write(ConfigNode node, DataOutputStream out) throws IOException {
        switch (node) {
            case ConfigNode.Text text -> {
                out.writeByte('T');
                write(text.value(), out);
            }
            case ConfigNode.Items items -> {
                out.writeByte('I');
                out.writeInt(items.elements().size());
                for (ConfigNode element : items.elements()) {
                    write(element, out);
                }
            }
            case ConfigNode.Entries entries -> {
                out.writeByte('E');
                out.writeInt(entries.entries().size());
                for (Map.Entry<String, ConfigNode> entry : entries.entries().entrySet()) {
                    write(entry.getKey(), out);
                    write(entry.getValue(), out);
                }
            }
        }
    }

    private static void write(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static ConfigNode node(DataInputStream in) throws IOException {
        byte letter = in.readByte();
        if (letter == 'T') {
            return new ConfigNode.Text(text(in), 0);
        }
        int count = length(in);
        if (letter == 'I') {
            List<ConfigNode> elements = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                elements.add(node(in));
            }
            return new ConfigNode.Items(List.copyOf(elements), 0);
        }
        if (letter != 'E') {
            throw new IOException("no compiled configuration");
        }
        Map<String, ConfigNode> entries = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            entries.put(text(in), node(in));
        }
        return new ConfigNode.Entries(entries, 0);
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(length(in)), StandardCharsets.UTF_8);
    }

    /** Never more than there are bytes left. */
    private static int length(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("no compiled configuration");
        }
        return length;
    }
}
