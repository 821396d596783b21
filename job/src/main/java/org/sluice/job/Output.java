package org.sluice.job;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What a job wrote to one of its streams, cut in the middle when it was long. The bytes are the job's own: of any
 * value, in any encoding.
 */
public final class Output {
    /** No output at all. */
    public static final Output NONE = new Output(new byte[0], new byte[0], 0);

    private final byte[] head;
    private final byte[] tail;
    private final long omitted;

    private Output(byte[] head, byte[] tail, long omitted) {
        this.head = head;
        this.tail = tail;
        this.omitted = omitted;
    }

    /** Output that is here from its first byte to its last. */
    public static Output whole(byte[] bytes) {
        return bytes.length == 0 ? NONE : new Output(bytes.clone(), new byte[0], 0);
    }

    /**
     * Output of which the middle was left out.
     *
     * @param omitted how many bytes are missing between head and tail; at least 1
     */
    public static Output cut(byte[] head, byte[] tail, long omitted) {
        if (omitted < 1) {
            throw new IllegalArgumentException("nothing is omitted: " + omitted);
        }
        return new Output(head.clone(), tail.clone(), omitted);
    }

    /** The first bytes; all of them when nothing was omitted. */
    public byte[] head() {
        return head.clone();
    }

    /** The last bytes; empty when nothing was omitted. */
    public byte[] tail() {
        return tail.clone();
    }

    /** How many bytes were left out between {@link #head()} and {@link #tail()}. */
    public long omitted() {
        return omitted;
    }

    /** How many bytes the job wrote. */
    public long total() {
        return head.length + omitted + tail.length;
    }

    /** What is kept, as a file should hold it: with a line in the middle that says how much was cut there. */
    public byte[] withMark() {
        if (omitted == 0) {
            return head();
        }
        byte[] mark = String.format(Locale.ROOT, "\n[sluice: %,d bytes cut here]\n", omitted)
                .getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(head.length + mark.length + tail.length)
                .put(head)
                .put(mark)
                .put(tail)
                .array();
    }
}
