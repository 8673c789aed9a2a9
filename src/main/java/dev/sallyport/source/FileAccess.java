package dev.sallyport.source;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What the operating system lets this process do with the files of a database. */
final class FileAccess {
    private final Predicate<Path> writable;

    FileAccess() {
        this(Files::isWritable);
    }

    /** With another answer of what may be written to; a file that is not there may not. */
    FileAccess(Predicate<Path> writable) {
        this.writable = writable;
    }

    /**
     * What was found of files and the folders that they are in.
     *
     * @param readOnly whether the engine has opened them for nothing but reading
     */
    List<RightsFinding> findings(List<Path> files, boolean readOnly) {
        List<RightsFinding> findings = new ArrayList<>();
        if (!readOnly) {
            findings.add(
                    new RightsFinding(
                            "change-rows",
                            Grade.C,
                            "its file is opened for changes, and knows no rights of logins",
                            List.of()));
        }
        List<String> changeable = new ArrayList<>();
        for (Path file : files) {
            if (writable.test(file)) {
                changeable.add(file.toString());
            }
        }
        Path folder = files.getFirst().toAbsolutePath().getParent();
        if (folder != null && writable.test(folder)) {
            changeable.add(folder.toString());
        }
        if (!changeable.isEmpty()) {
            findings.add(
                    RightsFinding.about(
                            "writable-files",
                            Grade.B,
                            "the process may write to the file, or make others beside it, by the rights"
                                    + " of its user (chmod a-w, or another user, ends that)",
                            changeable,
                            List.of()));
        }
        return findings;
    }
}
