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
        if (seconds.signum() == 0 || seconds.compareTo(BigDecimal.valueOf(10_000L * 86_400)) > 0) {
            throw unreadable(text);
        }
        return Duration.ofNanos(
                seconds.movePointRight(9).setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    /** The duration for a person, rounded: {@code 0.02s}, {@code 7.3s}, {@code 4m05s}, {@code 2h07m}. */
    public static String format(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            double exact = duration.toMillis() / 1000.0;
            return String.format(Locale.ROOT, exact < 1 ? "%.2fs" : "%.1fs", exact);
        }
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60);
        }
        return String.format(Locale.ROOT, "%dh%02dm", seconds / 3600, seconds / 60 % 60);
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
