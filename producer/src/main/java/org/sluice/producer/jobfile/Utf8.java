package org.sluice.producer.jobfile;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The text in a file's bytes, without a byte order mark and with newlines for CR LF.
 *
 * @param text has U+FFFD where the bytes are not UTF-8
 * @param invalid where they are not, the first place of each line, as far as it would be shown
 */
record Utf8(String text, List<Invalid> invalid) {

    /**
     * @param offset in the text
     * @param value the byte, 0 to 255
     * @param column the byte of the line, from 1
     */
    record Invalid(int offset, int value, int column) {}

    static Utf8 decode(byte[] bytes) {
        ByteBuffer in = withNewlines(bytes);
        CharBuffer out = CharBuffer.allocate(in.remaining());
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        List<Invalid> invalid = new ArrayList<>();
        int lineStart = 0;
        int looked = 0;
        int invalidLine = -1;
        for (var result = decoder.decode(in, out, true); result.isError(); result = decoder.decode(in, out, true)) {
            for (; looked < in.position(); looked++) {
                lineStart = in.get(looked) == '\n' ? looked + 1 : lineStart;
            }
            if (lineStart != invalidLine && invalid.size() <= Mistakes.SHOWN) {
                invalidLine = lineStart;
                int value = in.get(in.position()) & 0xFF;
                invalid.add(new Invalid(out.position(), value, in.position() - lineStart + 1));
            }
            out.put('\uFFFD');
            in.position(in.position() + result.length());
        }
        return new Utf8(out.flip().toString(), List.copyOf(invalid));
    }

    /** Whether a byte order mark says that the bytes are UTF-16, as some Windows programs write it. */
    static boolean isUtf16(byte[] bytes) {
        return bytes.length >= 2
                && ((bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE)
                        || (bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF));
    }

    private static ByteBuffer withNewlines(byte[] bytes) {
        byte[] kept = new byte[bytes.length];
        int length = 0;
        boolean mark =
                bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
        for (int i = mark ? 3 : 0; i < bytes.length; i++) {
            if (bytes[i] != '\r' || i + 1 >= bytes.length || bytes[i + 1] != '\n') {
                kept[length++] = bytes[i];
            }
        }
        return ByteBuffer.wrap(kept, 0, length);
    }
}
