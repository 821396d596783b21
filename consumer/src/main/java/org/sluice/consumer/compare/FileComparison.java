package org.sluice.consumer.compare;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.PatternSyntaxException;
import org.sluice.job.Comparison;

/** Compares a file of a job with its reference: as text, or byte by byte when one of the two is binary. */
public final class FileComparison {
    /** A file with a NUL in so many bytes at its beginning is binary. */
    private static final int LOOKED_AT = 64 * 1024;

    private final Comparison comparison;
    private final Path directory;
    private final BooleanSupplier stop;

    /**
     * @param directory what relative names are relative to
     * @param stop asked every few thousand bytes, by the comparing thread: whether to give up
     */
    public FileComparison(Comparison comparison, Path directory, BooleanSupplier stop) {
        this.comparison = comparison;
        this.directory = directory;
        this.stop = stop;
    }

    /** @throws StoppedException if it was told to give up */
    public Finding find() {
        Path file;
        Path reference;
        try {
            file = directory.resolve(comparison.file());
            reference = directory.resolve(comparison.reference());
        } catch (InvalidPathException e) {
            return new Finding.Impossible(comparison.display() + " names what cannot be a path here: " + e.getReason());
        }
        String shownReference = "reference " + Shown.text(comparison.reference());
        if (!Files.exists(reference)) {
            return new Finding.Impossible(shownReference + " is not there (looked in " + directory + ")");
        }
        String shownFile = Shown.text(comparison.file());
        if (!Files.exists(file)) {
            return new Finding.Different(shownFile + " is not there", List.of());
        }
        Optional<String> fault = fault(reference).map(why -> shownReference + why);
        if (fault.isEmpty()) {
            fault = fault(file).map(why -> shownFile + why);
        }
        return fault.isPresent() ? new Finding.Impossible(fault.get()) : compare(file, reference);
    }

    private static Optional<String> fault(Path file) {
        if (Files.isDirectory(file)) {
            return Optional.of(" is a directory");
        }
        if (!Files.isRegularFile(file)) {
            return Optional.of(" is no regular file");
        }
        return Files.isReadable(file) ? Optional.empty() : Optional.of(" cannot be read: permission denied");
    }

    private Finding compare(Path file, Path reference) {
        // not channels: those close themselves when their thread is interrupted
        try (InputStream got = new FileInputStream(file.toFile());
                InputStream expected = new FileInputStream(reference.toFile())) {
            StoppableInput gotInput = new StoppableInput(got, stop);
            StoppableInput expectedInput = new StoppableInput(expected, stop);
            return isBinary(file) || isBinary(reference)
                    ? new BinaryComparison(comparison).compare(gotInput, expectedInput)
                    : new TextComparison(comparison, stop).compare(gotInput, expectedInput);
        } catch (IOException e) {
            return new Finding.Impossible(comparison.display() + " could not read a file: " + e.getMessage());
        } catch (PatternSyntaxException e) {
            return new Finding.Impossible(
                    comparison.display() + " has a pattern that this Java does not know: " + e.getDescription());
        } catch (StackOverflowError e) {
            return new Finding.Impossible(
                    comparison.display() + " has a pattern that takes too much memory on a long line");
        }
    }

    private static boolean isBinary(Path file) throws IOException {
        try (InputStream in = new FileInputStream(file.toFile())) {
            for (byte b : in.readNBytes(LOOKED_AT)) {
                if (b == 0) {
                    return true;
                }
            }
            return false;
        }
    }
}
