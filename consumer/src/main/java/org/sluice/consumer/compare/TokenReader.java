package org.sluice.consumer.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** Reads the words of a text line by line. Whatever the length of a line or of a word, it takes the same memory. */
final class TokenReader {
    /** How much of a line a pattern is looked for in. */
    private static final int LOOKED_AT = 64 * 1024;

    private final StoppableInput in;
    private final Pattern ignore;
    private final BooleanSupplier stop;
    private final byte[] buffer = new byte[2 * LOOKED_AT];
    private final Token token = new Token();
    private int place;
    private int limit;
    private boolean atEnd;
    private boolean inLine;
    private long line;

    /**
     * @param ignore lines in which it is found are left out; null for none
     * @param stop whether to give up looking for it
     */
    TokenReader(StoppableInput in, Pattern ignore, BooleanSupplier stop) {
        this.in = in;
        this.ignore = ignore;
        this.stop = stop;
    }

    /** Goes to the beginning of the next line that counts; false if there is none. */
    boolean nextLine() throws IOException {
        do {
            if (inLine) {
                skipLine();
            }
            if (!hasMore()) {
                return false;
            }
            line++;
            inLine = true;
        } while (ignore != null && isIgnored());
        return true;
    }

    /** Goes to the next word of the line; false if there is none. */
    boolean nextToken() throws IOException {
        token.clear();
        while (hasMore() && isBlank(buffer[place])) {
            place++;
        }
        while (hasMore() && !isSpace(buffer[place])) {
            int from = place;
            while (place < limit && !isSpace(buffer[place])) {
                place++;
            }
            token.add(buffer, from, place - from);
        }
        return token.length() > 0;
    }

    /** The word; it holds until the next one is read. */
    Token token() {
        return token;
    }

    /** The number of the line in the file, from 1. */
    long line() {
        return line;
    }

    private void skipLine() throws IOException {
        while (hasMore()) {
            if (buffer[place++] == '\n') {
                break;
            }
        }
        inLine = false;
    }

    private boolean hasMore() throws IOException {
        if (place == limit && !atEnd) {
            fill();
        }
        return place < limit;
    }

    private void fill() throws IOException {
        int rest = limit - place;
        System.arraycopy(buffer, place, buffer, 0, rest);
        int read = in.read(buffer, rest);
        place = 0;
        limit = rest + read;
        atEnd = limit < buffer.length;
    }

    private boolean isIgnored() throws IOException {
        int end = endOfLine();
        if (end == limit && !atEnd && end - place < LOOKED_AT) {
            fill();
            end = endOfLine();
        }
        String text = new String(buffer, place, end - place, StandardCharsets.UTF_8);
        String withoutReturn = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        return ignore.matcher(new StoppableText(withoutReturn, stop)).find();
    }

    private int endOfLine() {
        int last = Math.min(limit, place + LOOKED_AT);
        int end = place;
        while (end < last && buffer[end] != '\n') {
            end++;
        }
        return end;
    }

    private static boolean isSpace(byte b) {
        return b == '\n' || isBlank(b);
    }

    /** What separates words within a line; so CR LF ends a line as LF does. */
    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\f' || b == 0x0B;
    }
}
