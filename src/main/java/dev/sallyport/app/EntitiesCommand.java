package dev.sallyport.app;

import dev.sallyport.catalog.Copybook;
import dev.sallyport.catalog.EntityDraft;
import dev.sallyport.catalog.EntityYaml;
import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import dev.sallyport.tool.EntityDrafts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/** {@code sallyport entities}: proposes entities, for the owner to edit. */
final class EntitiesCommand implements Command {
    private static final long MAX_FILE_BYTES = 4L << 20;

    private final Path workingFolder;

    EntitiesCommand(Path workingFolder) {
        this.workingFolder = workingFolder;
    }

    @Override
    public String name() {
        return "entities";
    }

    @Override
    public String synopsis() {
        return "draft [--config FILE | --demo] [OPTIONS] | import-copybook FILE [OPTIONS]";
    }

    @Override
    public List<String> description() {
        return List.of(
                "Proposes entities as YAML for the configuration, for you to edit.",
                "'draft' makes one of each table that a source shows: its key, columns, comments, joins.",
                "'import-copybook' makes one of each record of a COBOL copybook; no database is needed.",
                "What of a copybook is not understood is named with its line and column, and nothing is",
                "printed then.",
                "Exit status: 0 done, 1 it cannot be read, 2 wrong usage.");
    }

    @Override
    public Options options() {
        return ServerOptions.options()
                .addOption(
                        ServerOptions.withValue(
                                "source",
                                "NAME",
                                "draft: this source alone; copybook: write it down."))
                .addOption(
                        ServerOptions.withValue(
                                "words", "WORDS", "draft: only tables that these words find."))
                .addOption(
                        ServerOptions.withValue(
                                "table", "NAME", "copybook: the table, where it has one record."))
                .addOption(
                        ServerOptions.withValue(
                                "format",
                                "FORMAT",
                                "copybook: fixed or free; default: what it looks like."))
                .addOption(
                        ServerOptions.withValue(
                                "replacing",
                                "OLD=NEW",
                                "copybook: a part of words that is to be replaced, as in"
                                        + " :TAG:=CUST; may be given more than once."));
    }

    @Override
    public int words() {
        return 2;
    }

    @Override
    public int run(CommandLine arguments, Terminal terminal) {
        List<String> words = arguments.getArgList();
        if (words.equals(List.of("draft"))) {
            return draft(arguments, terminal);
        }
        if (words.size() == 2 && words.getFirst().equals("import-copybook")) {
            return importCopybook(words.get(1), arguments, terminal);
        }
        throw new UsageException("say draft, or import-copybook and a file");
    }

    private int draft(CommandLine arguments, Terminal terminal) {
        Environment environment = Environment.ofProcess(workingFolder.toAbsolutePath());
        Configuration configuration = ServerOptions.read(arguments, workingFolder, environment);
        GateConfig config = GateConfig.read(configuration, environment);
        try (var sources = config.sources()) {
            Optional<String> only = Optional.ofNullable(arguments.getOptionValue("source"));
            if (only.isPresent() && sources.named(only.get()).isEmpty()) {
                throw new UsageException("there is no source " + only.get());
            }
            EntityDrafts drafts =
                    EntityDrafts.of(config.governed(), only, arguments.getOptionValue("words", ""));
            drafts.problems().forEach(terminal.err()::println);
            if (!drafts.drafts().isEmpty()) {
                terminal.out()
                        .print(
                                EntityYaml.text(
                                        List.of(
                                                "Proposed from what the sources show: "
                                                        + drafts.drafts().size()
                                                        + " tables. Keep what people talk about, and"
                                                        + " say what it means."),
                                        drafts.drafts()));
            } else if (drafts.problems().isEmpty()) {
                terminal.err().println("there are no such tables");
            }
            return drafts.problems().isEmpty() && !drafts.drafts().isEmpty()
                    ? 0
                    : CommandLineInterface.FAILED;
        }
    }

    private int importCopybook(String file, CommandLine arguments, Terminal terminal) {
        String name = String.valueOf(Path.of(file).getFileName());
        Copybook.Format format = format(arguments.getOptionValue("format"));
        Map<String, String> replacing = replacing(arguments.getOptionValues("replacing"));
        return switch (Copybook.read(
                name, content(workingFolder.resolve(file)), format, replacing)) {
            case Copybook.Result.Invalid(List<Copybook.Problem> problems) -> {
                problems.forEach(problem ->
                        terminal.err()
                                .println(
                                        file
                                                + ":"
                                                + problem.line()
                                                + ":"
                                                + problem.column()
                                                + ": "
                                                + problem.message()));
                yield CommandLineInterface.FAILED;
            }
            case Copybook.Result.Entities(List<EntityDraft> drafts) -> {
                terminal.out().print(text(name, drafts, arguments));
                yield 0;
            }
        };
    }

    private static String text(String name, List<EntityDraft> drafts, CommandLine arguments) {
        Optional<String> source = Optional.ofNullable(arguments.getOptionValue("source"));
        Optional<String> table = Optional.ofNullable(arguments.getOptionValue("table"));
        if (table.isPresent() && drafts.size() > 1) {
            throw new UsageException("--table is for one record; " + name + " has more");
        }
        List<EntityDraft> named = new ArrayList<>();
        for (EntityDraft draft : drafts) {
            named.add(
                    new EntityDraft(
                            draft.name(),
                            source,
                            draft.aliases(),
                            table.orElse(draft.table()),
                            draft.key(),
                            draft.description(),
                            draft.columns(),
                            draft.relationships(),
                            draft.notes()));
        }
        return EntityYaml.text(
                List.of(
                        "From the copybook "
                                + name
                                + ". Set the table and its source as statements name them, and say what it is."),
                named);
    }

    private static Map<String, String> replacing(String @Nullable [] written) {
        Map<String, String> replacing = new LinkedHashMap<>();
        for (String one : written == null ? new String[0] : written) {
            int equals = one.lastIndexOf('=');
            if (equals < 1 || one.chars().anyMatch(Character::isWhitespace)) {
                throw new UsageException(
                        "--replacing is OLD=NEW, parts of words, as in :TAG:=CUST");
            }
            replacing.put(one.substring(0, equals), one.substring(equals + 1));
        }
        return replacing;
    }

    private static Copybook.Format format(@Nullable String text) {
        return switch (text == null ? "auto" : text.toLowerCase(Locale.ROOT)) {
            case "auto" -> Copybook.Format.AUTO;
            case "fixed" -> Copybook.Format.FIXED;
            case "free" -> Copybook.Format.FREE;
            default -> throw new UsageException("--format is one of: fixed, free");
        };
    }

    /** UTF-8, or where it is none Latin-1, in which each byte is a character. */
    private static String content(Path file) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new CommandException(file + ": the file is larger than 4 MiB");
            }
            byte[] bytes = Files.readAllBytes(file);
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException e) {
                return new String(bytes, StandardCharsets.ISO_8859_1);
            }
        } catch (IOException e) {
            throw new CommandException(file + ": the file cannot be read");
        }
    }
}
