package org.sluice.reporting;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import java.io.IOException;
import java.io.Writer;

/**
 * JSON inside a {@code script} element of a page: nothing in it can end that element or begin a comment, since every
 * {@code <}, {@code >} and {@code &} is escaped.
 */
final class PageJson {
    private static final JsonFactory FACTORY = factory();

    /** Writes some JSON. */
    interface Content {
        void to(JsonGenerator json) throws IOException;
    }

    private static final class Escapes extends CharacterEscapes {
        private static final long serialVersionUID = 1;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] codes = standardAsciiEscapesForJSON();
            codes['<'] = ESCAPE_STANDARD;
            codes['>'] = ESCAPE_STANDARD;
            codes['&'] = ESCAPE_STANDARD;
            return codes;
        }

        @Override
        public SerializableString getEscapeSequence(int character) {
            return null;
        }
    }

    private PageJson() {}

    private static JsonFactory factory() {
        JsonFactory factory = new JsonFactory();
        factory.setCharacterEscapes(new Escapes());
        return factory;
    }

    /** Writes a {@code script} element that holds data and is not run. */
    static void writeElement(Writer writer, String id, Content content) throws IOException {
        writer.write("<script type=\"application/json\" id=\"" + id + "\">");
        write(writer, content);
        writer.write("</script>\n");
    }

    /** How many bytes it takes in a page. */
    static long size(Content content) throws IOException {
        Counting counting = new Counting();
        write(counting, content);
        return counting.bytes;
    }

    private static void write(Writer writer, Content content) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(writer).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
            content.to(json);
        }
    }

    /** Counts what it would be in UTF-8. */
    private static final class Counting extends Writer {
        private long bytes;

        @Override
        public void write(char[] text, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                char c = text[i];
                // a pair of surrogates is four bytes
                bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
