package org.sluice.reporting;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file so that a reader sees either the old one or the whole new one. */
public final class AtomicFile {

    /** Writes the text of a file. */
    public interface Content {
        void to(Writer writer) throws IOException;
    }

    private AtomicFile() {}

    /**
     * Writes a UTF-8 file, and its directory where there is none.
     *
     * @throws IOException if it cannot be written; what stood there before is then still there
     */
    public static void write(Path file, Content content) throws IOException {
        Path target = file.toAbsolutePath();
        Files.createDirectories(target.getParent());
        // Not Files.createTempFile: its file could be read by its owner alone, and a report is for others too.
        Path fresh = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            // Not Files.newBufferedWriter: it throws at a lone surrogate, this writes a question mark.
            try (Writer writer = new BufferedWriter(
                    new OutputStreamWriter(Files.newOutputStream(fresh), StandardCharsets.UTF_8), 1 << 16)) {
                content.to(writer);
            }
            replace(fresh, target);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Gives a file the name of another, which it replaces: in one step where the file system can. */
    static void replace(Path fresh, Path target) throws IOException {
        try {
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
