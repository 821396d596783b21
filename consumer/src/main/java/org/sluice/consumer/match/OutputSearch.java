package org.sluice.consumer.match;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for patterns in an output file, from some place to the end that it has at the time. As CTest does, it takes the
 * output as one text, whose lines are no borders: {@code ^} is its beginning. Of an output beyond 1 GiB a match is found if
 * it is no longer than 1 MiB.
 */
public final class OutputSearch {
    private static final long PART = 1L << 30;
    private static final long OVERLAP = 1L << 20;

    /** How much of a line is told. */
    private static final int LONGEST_LINE = 200;

    private final File file;
    private final long from;
    private final BooleanSupplier stop;
    private final long part;
    private final long overlap;

    /**
     * @param from where the search begins, in bytes
     * @param stop asked now and then: whether the search is to be given up
     */
    public OutputSearch(File file, long from, BooleanSupplier stop) {
        this(file, from, stop, PART, OVERLAP);
    }

    OutputSearch(File file, long from, BooleanSupplier stop, long part, long overlap) {
        this.file = file;
        this.from = from;
        this.stop = stop;
        this.part = part;
        this.overlap = overlap;
    }

    /**
     * A match.
     *
     * @param pattern what was looked for
     * @param line the number of the line in which it begins, from 1
     * @param text the beginning of that line
     */
    public record Found(String pattern, long line, String text) {}

    /**
     * The first of the patterns that is found anywhere; empty if none is.
     *
     * @throws IOException if the file cannot be read, or a pattern cannot be matched; the message is for the user
     * @throws org.sluice.consumer.compare.StoppedException if {@code stop} said so
     */
    public Optional<Found> first(List<String> patterns) throws IOException {
        for (String pattern : patterns) {
            Optional<Found> found = find(pattern);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Found> find(String pattern) throws IOException {
        // not a channel: those close themselves when their thread is interrupted
        try (RandomAccessFile in = open()) {
            long size = in == null ? from : in.length();
            long lines = 1;
            long begin = from;
            while (true) {
                long end = Math.min(begin + part, size);
                OutputText text = new OutputText(in, begin, end, end == size, stop);
                Matcher matcher = matcher(pattern, text, begin == from, end == size);
                if (matcher.find()) {
                    return Optional.of(found(pattern, text, matcher.start(), lines));
                }
                if (end == size) {
                    return Optional.empty();
                }
                long next = characterFrom(in, end - overlap);
                lines += newlines(in, begin, next);
                begin = next;
            }
        } catch (StackOverflowError e) {
            throw new IOException(
                    "the pattern '" + pattern + "' takes more stack than there is for an output like this");
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Null if there is no output. */
    private RandomAccessFile open() throws IOException {
        return file.length() <= from ? null : new RandomAccessFile(file, "r");
    }

    /** A border within the output is neither its beginning nor its end. */
    private static Matcher matcher(String pattern, OutputText text, boolean isFirst, boolean isLast) {
        int start = isFirst || text.length() == 0 ? 0 : 1;
        int end = isLast || text.length() < 2 ? text.length() : text.length() - 1;
        return Pattern.compile(pattern)
                .matcher(text)
                .region(start, end)
                .useAnchoringBounds(false)
                .useTransparentBounds(true);
    }

    private static Found found(String pattern, OutputText text, int at, long linesBefore) {
        long line = linesBefore;
        int begin = 0;
        for (int i = 0; i < at; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                begin = i + 1;
            }
        }
        int end = begin;
        while (end < text.length() && end - begin < LONGEST_LINE && text.charAt(end) != '\n') {
            end++;
        }
        return new Found(pattern, line, text.subSequence(begin, end).toString());
    }

    private static long characterFrom(RandomAccessFile in, long place) throws IOException {
        long at = place;
        in.seek(at);
        for (int i = 0; i < 3 && (in.read() & 0xC0) == 0x80; i++) {
            at++;
        }
        return at;
    }

    private static long newlines(RandomAccessFile in, long from, long to) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long count = 0;
        in.seek(from);
        long left = to - from;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            for (int i = 0; i < read; i++) {
                count += buffer[i] == '\n' || buffer[i] == 0 ? 1 : 0;
            }
            left -= read;
        }
        return count;
    }
}
