package org.sluice.job;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes in bytes as people write and read them: {@code 512 KB}, {@code 1.2 GB}. A KB has 1,024 bytes. */
public final class ByteSizes {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})\\s*(KB|MB|GB|TB)", Pattern.CASE_INSENSITIVE);
    private static final Map<String, Integer> SHIFTS = Map.of("KB", 10, "MB", 20, "GB", 30, "TB", 40);
    private static final String[] UNITS = {"KB", "MB", "GB", "TB", "PB", "EB"};

    private ByteSizes() {}

    /**
     * Reads a size.
     *
     * @return bytes, at least 1024
     * @throws IllegalArgumentException if the text is no size, or zero; the message says what was expected
     */
    public static long parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw new IllegalArgumentException("'" + text + "' is not a size such as 512 KB, 16 MB or 10 GB");
        }
        return Long.parseLong(matcher.group(1)) << SHIFTS.get(matcher.group(2).toUpperCase(Locale.ROOT));
    }

    /** The size for a person, rounded: {@code 1 byte}, {@code 900 bytes}, {@code 1.2 GB}, {@code 16 MB}. */
    public static String format(long bytes) {
        if (bytes < 1024) {
            return bytes + (bytes == 1 ? " byte" : " bytes");
        }
        double size = bytes / 1024.0;
        int unit = 0;
        // left where the rounded text would be 1,024 of something
        while (size >= 1023.5) {
            size /= 1024;
            unit++;
        }
        String shown = String.format(Locale.ROOT, size >= 9.95 ? "%.0f" : "%.1f", size);
        return shown.replaceFirst("\\.0$", "") + " " + UNITS[unit];
    }
}
