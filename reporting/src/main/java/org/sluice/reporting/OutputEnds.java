package org.sluice.reporting;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The begin and the end of what a job wrote to one of its streams.
 *
 * @param head the begin, harmless, as {@link SafeText#lines} makes it; all of it if there is no tail
 * @param skipped how many bytes are left out between head and tail
 * @param tail the end, if anything is left out before it
 */
record OutputEnds(String head, long skipped, Optional<String> tail) {

    /**
     * Reads them. As with {@link KeptOutput}, the text says so if an output cannot be read.
     *
     * @param limit how many bytes are read at most, a quarter of them from the begin
     */
    static OutputEnds of(Path file, int limit) {
        KeptOutput end = KeptOutput.endOf(file, limit);
        if (end.skipped() == 0) {
            return new OutputEnds(end.text(), 0, Optional.empty());
        }
        byte[] begin = begin(file, limit / 4);
        int whole = wholeCharacters(begin);
        KeptOutput tail = KeptOutput.endOf(file, limit - limit / 4);
        String head = SafeText.lines(new String(begin, 0, whole, StandardCharsets.UTF_8));
        return new OutputEnds(head, tail.skipped() - whole, Optional.of(tail.text()));
    }

    boolean isEmpty() {
        return head.isEmpty() && tail.isEmpty();
    }

    private static byte[] begin(Path file, int limit) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(limit);
        } catch (IOException e) {
            // its end could be read a moment ago; that is worth more than to know why this cannot
            return new byte[0];
        }
    }

    /** How many bytes at the begin are whole characters: the last may be cut. */
    private static int wholeCharacters(byte[] bytes) {
        for (int back = 1; back <= Math.min(3, bytes.length); back++) {
            int lead = bytes[bytes.length - back] & 0xFF;
            if (lead >= 0xC0) {
                int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
                return length > back ? bytes.length - back : bytes.length;
            }
        }
        return bytes.length;
    }
}
