package org.sluice.reporting;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The end of what a job wrote to one of its streams, as far as it is kept. A report is worth having even where some
 * output cannot be read, so reading one throws nothing: the text then says why it is not there.
 *
 * @param text harmless, as {@link SafeText#lines} makes it; {@code ""} when nothing was written
 * @param skipped how many bytes of the file come before it
 */
record KeptOutput(String text, long skipped) {

    /**
     * Reads the end of a file. Bytes that are not UTF-8 become U+FFFD.
     *
     * @param file may be missing, which means that nothing was written
     * @param limit how many bytes are read at most
     */
    static KeptOutput endOf(Path file, int limit) {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long from = Math.max(0, channel.size() - limit);
            ByteBuffer end = ByteBuffer.allocate((int) (channel.size() - from));
            channel.position(from);
            while (end.hasRemaining() && channel.read(end) >= 0) {
                // a channel may give less than was asked for
            }
            int start = from == 0 ? 0 : restOfACharacter(end);
            String text = new String(end.array(), start, end.position() - start, StandardCharsets.UTF_8);
            return new KeptOutput(SafeText.lines(text), from + start);
        } catch (NoSuchFileException e) {
            return new KeptOutput("", 0);
        } catch (IOException e) {
            return new KeptOutput("[sluice: this output cannot be read: " + SafeText.line(e.toString()) + "]\n", 0);
        }
    }

    boolean isEmpty() {
        return text.isEmpty();
    }

    /** The text, with a line before it that says how much was skipped. */
    String withMark() {
        return skipped == 0 ? text : String.format(Locale.ROOT, "[sluice: %,d bytes cut here]\n", skipped) + text;
    }

    /** The last lines of the text, without their line breaks. */
    List<String> lastLines(int count) {
        List<String> lines = text.lines().toList();
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    /** How many bytes at the start belong to a character of which the first byte was skipped. */
    private static int restOfACharacter(ByteBuffer bytes) {
        int rest = 0;
        while (rest < Math.min(3, bytes.position()) && (bytes.get(rest) & 0xC0) == 0x80) {
            rest++;
        }
        return rest;
    }
}
