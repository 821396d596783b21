package org.sluice.broker;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes in bytes as people write them. */
final class ByteSize {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})\\s*(KB|MB|GB|TB)", Pattern.CASE_INSENSITIVE);
    private static final Map<String, Integer> SHIFTS = Map.of("KB", 10, "MB", 20, "GB", 30, "TB", 40);

    private ByteSize() {}

    /**
     * Reads a size.
     *
     * @return bytes, at least 1024
     * @throws IllegalArgumentException if the text is no size, or zero; the message says what was expected
     */
    static long parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw new IllegalArgumentException("'" + text + "' is not a size such as 512 KB, 16 MB or 10 GB");
        }
        return Long.parseLong(matcher.group(1)) << SHIFTS.get(matcher.group(2).toUpperCase(Locale.ROOT));
    }
}
