package org.sluice.producer.jobfile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.sluice.job.Job;

/**
 * What a job file says. {@code docs/job-file.md} specifies the format.
 *
 * @param jobs in the order of the file, numbered from 1; at least one
 * @param sourceName the file, as the user named it; {@code -} for standard input
 * @param baseDirectory the absolute directory in which the patterns of {@code each} were looked for
 */
public record JobFile(List<Job> jobs, String sourceName, Path baseDirectory) {
    /** Names standard input as a job file. */
    public static final String STANDARD_INPUT = "-";

    private static final String STANDARD_INPUT_SHOWN = "standard input";
    private static final int LARGEST = 256 << 20;
    private static final String EXPECTED_FILE = "the path of a job file, or - for standard input";
    private static final String EXAMPLE_FILE = "sluice check server.inp";

    public JobFile {
        jobs = List.copyOf(jobs);
    }

    /**
     * Reads a job file.
     *
     * @param fileArgument its path, or {@code -} for standard input, whose patterns are looked for in the current
     *     directory
     * @param standardInput read to its end for {@code -}, else left alone; never closed
     * @throws JobFileException if there is no such file, it cannot be read, or it has a mistake
     */
    public static JobFile read(String fileArgument, InputStream standardInput) throws JobFileException {
        if (fileArgument.equals(STANDARD_INPUT)) {
            Path current = Path.of("").toAbsolutePath();
            byte[] bytes = bytes(STANDARD_INPUT_SHOWN, standardInput);
            return new JobFile(parse(STANDARD_INPUT_SHOWN, bytes, current), STANDARD_INPUT, current);
        }
        Path file = path(fileArgument);
        Path base = file.toAbsolutePath().getParent();
        if (!Files.exists(file)) {
            throw unusable(
                    fileArgument, "there is no such file" + (file.isAbsolute() ? "" : " in " + currentDirectory()));
        }
        if (Files.isDirectory(file)) {
            throw unusable(fileArgument, "this is a directory");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new JobFile(parse(fileArgument, bytes(fileArgument, in), base), fileArgument, base);
        } catch (IOException e) {
            throw unusable(fileArgument, "the file cannot be read: " + reason(e));
        }
    }

    /**
     * Reads the content of a job file.
     *
     * @param sourceName what mistakes call it
     * @param bytes UTF-8, with or without a byte order mark; lines may end in CR LF
     * @param baseDirectory where the patterns of {@code each} are looked for
     * @return the jobs, numbered from 1; at least one
     * @throws JobFileException with all mistakes, if there is any
     */
    public static List<Job> parse(String sourceName, byte[] bytes, Path baseDirectory) throws JobFileException {
        if (Utf8.isUtf16(bytes)) {
            throw new JobFileException(
                    List.of(Mistake.ofFile(
                            sourceName,
                            "the file is in UTF-16",
                            "a text file in UTF-8: the editor can save it so",
                            "Set-Content -Encoding utf8 server.inp ...")),
                    false);
        }
        Utf8 decoded = Utf8.decode(bytes);
        Source source = new Source(sourceName, decoded.text());
        Mistakes mistakes = new Mistakes(source);
        reportBytes(decoded, mistakes);
        if (decoded.text().isBlank()) {
            throw new JobFileException(
                    List.of(Mistake.ofFile(
                            sourceName, "the file is empty", Keyword.JOB.usage(), Keyword.JOB.example())),
                    false);
        }
        int nul = decoded.text().indexOf('\0');
        if (nul >= 0) {
            mistakes.add(
                    nul,
                    1,
                    "a NUL character; this is perhaps no text file",
                    "a text file in UTF-8",
                    Keyword.JOB.example());
            mistakes.throwIfAny();
        }
        List<Job> jobs = new Parser(source, baseDirectory.toAbsolutePath(), mistakes).parse();
        mistakes.throwIfAny();
        return jobs;
    }

    private static void reportBytes(Utf8 decoded, Mistakes mistakes) {
        for (Utf8.Invalid invalid : decoded.invalid()) {
            mistakes.add(
                    invalid.offset(),
                    1,
                    String.format("byte %d of this line, 0x%02X, is not UTF-8", invalid.column(), invalid.value()),
                    "a text file in UTF-8: the editor can save it so",
                    "iconv -f latin1 -t utf-8 old.inp > server.inp");
        }
    }

    private static byte[] bytes(String sourceName, InputStream in) throws JobFileException {
        try {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw unusable(sourceName, "the file has more than " + (LARGEST >> 20) + " MiB");
            }
            return bytes;
        } catch (IOException e) {
            throw unusable(sourceName, "reading failed: " + reason(e));
        }
    }

    private static Path path(String fileArgument) throws JobFileException {
        try {
            if (!fileArgument.isBlank()) {
                return Path.of(fileArgument);
            }
        } catch (InvalidPathException e) {
            throw unusable(fileArgument, "this cannot be a path: " + e.getReason());
        }
        throw unusable("''", "the name of the job file is empty");
    }

    private static String currentDirectory() {
        return Path.of("").toAbsolutePath().toString();
    }

    private static String reason(IOException e) {
        return e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
    }

    private static JobFileException unusable(String file, String what) {
        return new JobFileException(List.of(Mistake.ofFile(file, what, EXPECTED_FILE, EXAMPLE_FILE)), false);
    }
}
