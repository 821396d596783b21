package org.sluice.producer;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.sluice.job.Attempt;
import org.sluice.job.JobResult;
import org.sluice.messaging.ResultInbox.FilePart;
import org.sluice.reporting.BatchDirectory;
import org.sluice.reporting.SafeText;

/**
 * The files that attempts bring back, from their first part until the attempt's result is the verdict: then they are moved
 * to where people look for them. Those of other attempts are thrown away.
 *
 * <p>Each attempt has a directory of its own meanwhile, one part of which holds what is not whole yet. Its name tells the
 * attempt, so that a later process goes on with it.
 */
final class Arrivals {
    private static final String PARTS = "parts";
    private static final String WHOLE = "whole";

    /** Reasons of the system that are about a name, and not about the disk: the same name will never do. */
    private static final Set<String> ABOUT_A_NAME = Set.of(
            "File name too long",
            "Not a directory",
            "Is a directory",
            "Invalid argument",
            "Illegal byte sequence",
            "Invalid or incomplete multibyte or wide character");

    private static final int LONGEST_NAME = 100;

    private final BatchDirectory directory;
    private final Set<Path> unforced = new LinkedHashSet<>();
    /** Most batches bring nothing back, and need not look for it at each verdict. */
    private boolean hasAny;

    private final List<Settled> settled = new ArrayList<>();
    /** Files of which nothing further is taken, by the directory of their attempt. */
    private final Map<Path, Set<String>> refused = new HashMap<>();

    Arrivals(BatchDirectory directory) {
        this.directory = directory;
        this.hasAny = Files.exists(directory.arriving());
    }

    /**
     * An attempt of which all has arrived.
     *
     * @param files where its files go
     * @param isVerdict whether its result is the verdict: those of other attempts are not wanted any more then
     */
    private record Settled(JobResult result, Path files, boolean isVerdict) {}

    /** Goes on with what an earlier process has left. */
    void takeUp(BatchState state) {
        try {
            for (Path place : places("")) {
                String number = place.getFileName().toString().replaceFirst("-.*", "");
                if (number.matches("\\d{1,9}")) {
                    takeUp(place, Integer.parseInt(number), state);
                }
            }
        } catch (IOException e) {
            throw new JournalException("The directory " + directory.arriving() + " cannot be read: " + e, e);
        }
    }

    private void takeUp(Path place, int job, BatchState state) {
        List<JobResult> earlier = state.earlier(job);
        for (int i = 0; i < earlier.size(); i++) {
            if (place(earlier.get(i).attempt()).equals(place)) {
                settleEarlier(earlier.get(i), i + 1);
            }
        }
        if (state.result(job) != null) {
            settle(state.result(job));
        }
    }

    /**
     * Takes a part of a file. It is on the disk for good after {@link #force}.
     *
     * @param jobName for messages
     * @return a sentence for people if the file will not be kept; told once a file
     * @throws JournalException if it cannot be written
     */
    Optional<String> add(FilePart part, String jobName) {
        hasAny = true;
        Path place = place(part.attempt());
        Set<String> never = refused.getOrDefault(place, Set.of());
        if (never.contains(part.path())) {
            return Optional.empty();
        }
        Optional<String> fault;
        try {
            Path relative = Path.of(part.path());
            fault = isBelow(relative) ? write(part, place, relative) : Optional.of("its name leads elsewhere");
            if (fault.isPresent() && isBelow(relative)) {
                Files.deleteIfExists(place.resolve(PARTS).resolve(relative));
            }
        } catch (InvalidPathException e) {
            fault = Optional.of("its name cannot be one here");
        } catch (IOException e) {
            if (!isAboutTheName(e)) {
                throw unwritable(jobName, e);
            }
            fault = Optional.of("its name cannot be one here, beside the others");
        }
        fault.ifPresent(why ->
                refused.computeIfAbsent(place, unknown -> new HashSet<>()).add(part.path()));
        return fault.map(why -> "The file '" + SafeText.line(part.path(), LONGEST_NAME) + "' that job '" + jobName
                + "' brings back is not kept: " + why + ".");
    }

    /** What is a plain name to the system of the consumer may be more to that of this process. */
    private static boolean isBelow(Path relative) {
        if (relative.getRoot() != null) {
            return false;
        }
        for (Path name : relative) {
            if (name.toString().equals("..")) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAboutTheName(IOException e) {
        return e instanceof FileAlreadyExistsException
                || (e instanceof FileSystemException failure
                        && failure.getReason() != null
                        && ABOUT_A_NAME.contains(failure.getReason()));
    }

    private Optional<String> write(FilePart part, Path place, Path relative) throws IOException {
        Path file = place.resolve(PARTS).resolve(relative);
        Path whole = place.resolve(WHOLE).resolve(relative);
        if (part.offset() == 0) {
            makeDirectory(file.getParent());
        } else if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            // either of it comes again because its acknowledgement was lost, or what came before it was
            return Files.exists(whole, LinkOption.NOFOLLOW_LINKS)
                    ? Optional.empty()
                    : Optional.of("its beginning is missing");
        }
        Set<OpenOption> options = new HashSet<>(Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        if (part.offset() == 0) {
            options.addAll(Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING));
        }
        try (FileChannel channel = FileChannel.open(file, options)) {
            if (channel.size() < part.offset()) {
                return Optional.of("a part of it is missing");
            }
            ByteBuffer bytes = ByteBuffer.wrap(part.bytes());
            channel.position(part.offset());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        unforced.add(file);
        return part.sha256().isPresent() ? complete(part, file, whole) : Optional.empty();
    }

    private Optional<String> complete(FilePart part, Path file, Path whole) throws IOException {
        if (!part.sha256().get().equals(sha256(file))) {
            return Optional.of("what arrived is not what was sent");
        }
        force(file);
        unforced.remove(file);
        try {
            makeDirectory(whole.getParent());
            Files.move(file, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return Optional.empty();
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] block = new byte[1 << 16];
            for (int length = in.read(block); length >= 0; length = in.read(block)) {
                digest.update(block, 0, length);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whatever is entered into the directory, and the directory itself, is forced to the disk with the next file. */
    private void makeDirectory(Path path) throws IOException {
        Files.createDirectories(path);
        Path above = directory.path().toAbsolutePath().getParent();
        for (Path each = path.toAbsolutePath(); !each.equals(above); each = each.getParent()) {
            unforced.add(each);
        }
    }

    /** Puts all that has arrived onto the disk. */
    void force() {
        try {
            for (Path path : unforced) {
                force(path);
            }
            unforced.clear();
        } catch (IOException e) {
            throw unwritable("of this batch", e);
        }
    }

    private static void force(Path path) throws IOException {
        boolean isDirectory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        // Windows keeps the names by itself, and opens no directory
        if (isDirectory && File.separatorChar != '/') {
            return;
        }
        try (FileChannel channel =
                FileChannel.open(path, isDirectory ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (NoSuchFileException e) {
            // it was whole meanwhile, and has another name
        }
    }

    /** The result is the verdict on its job: what came with it is to stay, as soon as that is on the disk. */
    void settle(JobResult verdict) {
        remember(new Settled(verdict, directory.files(verdict.job(), verdict.name()), true));
    }

    /**
     * The same for the result of an attempt after which the job is run again.
     *
     * @param number the how manieth result of the job it is
     */
    void settleEarlier(JobResult result, int number) {
        Path files = directory.attempt(result.job(), result.name(), number).resolve("files");
        remember(new Settled(result, files, false));
    }

    private void remember(Settled ended) {
        if (hasAny) {
            settled.add(ended);
        }
    }

    /**
     * Moves the files of attempts whose results are on the disk by now to their place.
     *
     * @param teller gets a sentence for each attempt of which a file did not arrive whole
     */
    void moveSettled(Consumer<String> teller) {
        for (Settled each : List.copyOf(settled)) {
            try {
                move(each, teller);
            } catch (IOException e) {
                throw unwritable(each.result().name(), e);
            }
            settled.remove(each);
        }
    }

    private void move(Settled ended, Consumer<String> teller) throws IOException {
        JobResult result = ended.result();
        List<Path> places = places(result.job() + "-");
        if (places.isEmpty()) {
            return;
        }
        Path place = place(result.attempt());
        if (Files.isDirectory(place.resolve(WHOLE))) {
            remove(ended.files());
            Files.createDirectories(ended.files().getParent());
            Files.move(place.resolve(WHOLE), ended.files(), StandardCopyOption.ATOMIC_MOVE);
        }
        if (hasFiles(place.resolve(PARTS))) {
            teller.accept("Not every file that job '" + result.name() + "' brings back has arrived whole; what was torn"
                    + " is not kept.");
        }
        for (Path each : ended.isVerdict() ? places : List.of(place)) {
            refused.remove(each);
            remove(each);
        }
        try {
            Files.deleteIfExists(directory.arriving());
        } catch (DirectoryNotEmptyException e) {
            // others arrive
        }
    }

    private static boolean hasFiles(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> found = Files.walk(path)) {
            return found.anyMatch(Files::isRegularFile);
        }
    }

    private static void remove(Path path) throws IOException {
        if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> found = Files.walk(path)) {
            for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /** The directories of attempts whose names begin so. */
    private List<Path> places(String begin) throws IOException {
        List<Path> places = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory.arriving(), begin + "*")) {
            found.forEach(places::add);
        } catch (NoSuchFileException e) {
            // nothing has arrived
        }
        return places;
    }

    private Path place(Attempt attempt) {
        String text = attempt.slot() + " " + attempt.delivery() + " " + attempt.started() + " " + attempt.consumer();
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return directory
                    .arriving()
                    .resolve(attempt.job() + "-" + HexFormat.of().formatHex(sum, 0, 8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static JournalException unwritable(String jobName, IOException e) {
        return new JournalException(
                "A file that job '" + jobName + "' brings back cannot be kept (" + e
                        + "). Its result was not acknowledged; make room and take the batch up with --resume.",
                e);
    }
}
