package org.sluice.reporting;

import java.io.IOException;
import java.io.Writer;

/** Writes HTML: what is given as text or as an attribute's value stays that, whatever it holds. */
final class Html {
    private final Writer writer;

    Html(Writer writer) {
        this.writer = writer;
    }

    /** Markup of our own, as it stands. */
    Html raw(String markup) throws IOException {
        writer.write(markup);
        return this;
    }

    /** Begins an element; names and values of attributes take turns. */
    Html open(String tag, String... attributes) throws IOException {
        writer.write('<');
        writer.write(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            writer.write(' ');
            writer.write(attributes[i]);
            writer.write("=\"");
            text(attributes[i + 1]);
            writer.write('"');
        }
        writer.write('>');
        return this;
    }

    Html close(String tag) throws IOException {
        writer.write("</");
        writer.write(tag);
        writer.write('>');
        return this;
    }

    /** An element that holds a text. */
    Html element(String tag, String text, String... attributes) throws IOException {
        return open(tag, attributes).text(text).close(tag);
    }

    /** A text on one line, as {@link SafeText#line} has it. */
    Html text(String text) throws IOException {
        String safe = SafeText.line(text);
        for (int i = 0; i < safe.length(); i++) {
            char c = safe.charAt(i);
            switch (c) {
                case '&' -> writer.write("&amp;");
                case '<' -> writer.write("&lt;");
                case '>' -> writer.write("&gt;");
                case '"' -> writer.write("&quot;");
                case '\'' -> writer.write("&#39;");
                default -> writer.write(c);
            }
        }
        return this;
    }
}
