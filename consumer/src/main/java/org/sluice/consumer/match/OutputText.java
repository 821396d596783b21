package org.sluice.consumer.match;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.sluice.consumer.compare.StoppedException;

/**
 * A part of an output file as characters, of which only some blocks are in memory. The bytes are UTF-8; what is none
 * stands as U+FFFD. Lines end in a newline, as those that CTest looks at do: carriage returns before one are left out, a
 * NUL is one, and the last line has one, too.
 */
final class OutputText implements CharSequence {
    private static final int BLOCK = 64 * 1024;

    /** How far a block is stretched so that it ends neither within a character nor within the end of a line. */
    private static final int STRETCH = 4 * 1024;

    /** Matching goes back and forth at the borders of blocks. */
    private static final int KEPT = 8;

    /** How many characters are asked for between two looks at whether the search is to stop. */
    private static final int LOOK = 1 << 20;

    private final RandomAccessFile file;
    private final BooleanSupplier stop;
    private final boolean lacksNewline;
    private final int length;
    private long[] bytes = new long[16];
    private int[] chars = new int[16];
    private int blocks;

    private final char[][] kept = new char[KEPT][];
    private final int[] keptBlock = new int[KEPT];
    private char[] current = new char[0];
    private int currentStart;
    private int asked;

    /**
     * @param from the first byte; it begins a character
     * @param to behind the last byte; less than 2 GiB from the first
     * @param isLast whether the output ends there
     * @param stop asked now and then; when it says so, a {@link StoppedException} is thrown, by any method
     */
    OutputText(RandomAccessFile file, long from, long to, boolean isLast, BooleanSupplier stop) throws IOException {
        this.file = file;
        this.stop = stop;
        Arrays.fill(keptBlock, -1);
        int count = 0;
        char last = '\n';
        long place = from;
        mark(place, count);
        while (place < to) {
            if (stop.getAsBoolean()) {
                throw new StoppedException();
            }
            byte[] raw = read(place, (int) Math.min(BLOCK + STRETCH, to - place));
            int size = raw.length <= BLOCK ? raw.length : end(raw);
            char[] decoded = decode(raw, size);
            place += size;
            count += decoded.length;
            last = decoded.length == 0 ? last : decoded[decoded.length - 1];
            mark(place, count);
        }
        this.lacksNewline = isLast && last != '\n';
        this.length = count + (lacksNewline ? 1 : 0);
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(int index) {
        int offset = index - currentStart;
        if (offset >= 0 && offset < current.length) {
            if (++asked >= LOOK) {
                asked = 0;
                if (stop.getAsBoolean()) {
                    throw new StoppedException();
                }
            }
            return current[offset];
        }
        if (lacksNewline && index == length - 1) {
            return '\n';
        }
        load(index);
        return current[index - currentStart];
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        StringBuilder text = new StringBuilder(end - start);
        for (int i = start; i < end; i++) {
            text.append(charAt(i));
        }
        return text;
    }

    @Override
    public String toString() {
        return subSequence(0, length).toString();
    }

    private void mark(long ofBytes, int ofChars) {
        if (blocks == bytes.length) {
            bytes = Arrays.copyOf(bytes, blocks * 2);
            chars = Arrays.copyOf(chars, blocks * 2);
        }
        bytes[blocks] = ofBytes;
        chars[blocks++] = ofChars;
    }

    private void load(int index) {
        if (index < 0 || index >= length) {
            throw new IndexOutOfBoundsException(index);
        }
        int found = Arrays.binarySearch(chars, 0, blocks, index);
        int block = found >= 0 ? found : -found - 2;
        // blocks without a character begin at the same place as the one behind them
        while (chars[block + 1] == chars[block]) {
            block++;
        }
        int seat = block % KEPT;
        if (keptBlock[seat] != block) {
            try {
                byte[] raw = read(bytes[block], (int) (bytes[block + 1] - bytes[block]));
                kept[seat] = decode(raw, raw.length);
                keptBlock[seat] = block;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        current = kept[seat];
        currentStart = chars[block];
    }

    private byte[] read(long place, int size) throws IOException {
        byte[] raw = new byte[size];
        file.seek(place);
        file.readFully(raw);
        return raw;
    }

    private static int end(byte[] raw) {
        int end = BLOCK;
        while (end < raw.length && (isContinuation(raw, end) || raw[end - 1] == '\r')) {
            end++;
        }
        return end;
    }

    /** Whether it continues a character; more than three such bytes in a row are none. */
    private static boolean isContinuation(byte[] raw, int at) {
        return at < BLOCK + 3 && (raw[at] & 0xC0) == 0x80;
    }

    private static char[] decode(byte[] raw, int size) {
        char[] text = new String(raw, 0, size, StandardCharsets.UTF_8).toCharArray();
        int to = 0;
        for (int from = 0; from < text.length; from++) {
            char c = text[from] == '\0' ? '\n' : text[from];
            if (c == '\n') {
                while (to > 0 && text[to - 1] == '\r') {
                    to--;
                }
            }
            text[to++] = c;
        }
        return to == text.length ? text : Arrays.copyOf(text, to);
    }
}
