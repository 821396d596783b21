package org.sluice.job;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write and read them: {@code 90}, {@code 20m}, {@code 1h30m}, {@code 1.5s}. */
public final class Durations {
    /** What {@link #parse} takes, for error messages. */
    public static final String EXPECTED = "a duration such as 90 (seconds), 1.5s, 20m, 2h, 1h30m or 1d";

    private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|[smhd]?)");

    private static final BigDecimal LONGEST = BigDecimal.valueOf(10_000L * 86_400);

    private Durations() {}

    /**
     * Reads a duration: numbers with the units ms, s, m, h or d, largest unit first; a number alone is seconds.
     *
     * @throws IllegalArgumentException if the text is none, or is zero, or over 10,000 days; the message says what was
     *     expected
     */
    public static Duration parse(String text) {
        Matcher matcher = PART.matcher(text);
        BigDecimal seconds = BigDecimal.ZERO;
        BigDecimal lastUnit = null;
        int end = 0;
        while (end < text.length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw unreadable(text);
            }
            BigDecimal unit = unit(matcher.group(2));
            boolean bareNumberInAChain = matcher.group(2).isEmpty() && matcher.end() - matcher.start() != text.length();
            if (bareNumberInAChain || (lastUnit != null && unit.compareTo(lastUnit) >= 0)) {
                throw unreadable(text);
            }
            seconds = seconds.add(new BigDecimal(matcher.group(1)).multiply(unit));
            lastUnit = unit;
            end = matcher.end();
        }
        if (seconds.compareTo(LONGEST) > 0) {
            throw unreadable(text);
        }
        long nanos = seconds.movePointRight(9).setScale(0, RoundingMode.HALF_UP).longValueExact();
        if (nanos == 0) {
            throw unreadable(text);
        }
        return Duration.ofNanos(nanos);
    }

    /** The duration for a person, rounded: {@code 0.02s}, {@code 7.3s}, {@code 4m05s}, {@code 2h07m}. */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        // Each step is left where its rounded text would be 60 of something, so that 59.96 s is 1m00s and not 60.0s.
        if (millis < 995) {
            return String.format(Locale.ROOT, "%.2fs", millis / 1000.0);
        }
        if (millis < 59_950) {
            return String.format(Locale.ROOT, "%.1fs", millis / 1000.0);
        }
        long seconds = (millis + 500) / 1000;
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60);
        }
        long minutes = (seconds + 30) / 60;
        return String.format(Locale.ROOT, "%dh%02dm", minutes / 60, minutes % 60);
    }

    private static BigDecimal unit(String name) {
        return switch (name) {
            case "ms" -> new BigDecimal("0.001");
            case "m" -> BigDecimal.valueOf(60);
            case "h" -> BigDecimal.valueOf(3_600);
            case "d" -> BigDecimal.valueOf(86_400);
            default -> BigDecimal.ONE;
        };
    }

    private static IllegalArgumentException unreadable(String text) {
        return new IllegalArgumentException("'" + text + "' is not " + EXPECTED);
    }
}
