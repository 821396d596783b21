package org.sluice.consumer.compare;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A number as Fortran and C write it: {@code 1.0D+03}, {@code 1.234-105} (what Fortran makes of an exponent with three
 * digits, see 13.7.2.3 of the Fortran 2018 standard), {@code +5}, {@code .5}, {@code 5.}, {@code NaN}, {@code -Infinity}.
 */
final class FortranNumber {
    private enum Kind {
        FINITE,
        NAN,
        PLUS_INFINITY,
        MINUS_INFINITY
    }

    /** Longer ones are words: to reckon with them would take too long. */
    private static final int LONGEST = 1_000;

    private static final int LARGEST_EXPONENT = 99_999;

    /** A double holds any mantissa and any power of ten up to here, so that one operation rounds once. */
    private static final long SAFE_MANTISSA = 1L << 53;

    private static final double[] SAFE_POWERS = new double[23];

    static {
        SAFE_POWERS[0] = 1;
        for (int i = 1; i < SAFE_POWERS.length; i++) {
            SAFE_POWERS[i] = SAFE_POWERS[i - 1] * 10;
        }
    }

    private final Kind kind;
    private final byte[] text;
    private final int mantissaEnd;
    private final int exponent;
    private final double nearest;

    private FortranNumber(Kind kind, byte[] text, int mantissaEnd, int exponent, double nearest) {
        this.kind = kind;
        this.text = text;
        this.mantissaEnd = mantissaEnd;
        this.exponent = exponent;
        this.nearest = nearest;
    }

    /** The number that the bytes are, or null. It reads them again as long as it is used. */
    static FortranNumber parse(byte[] text, int length) {
        if (length == 0 || length > LONGEST) {
            return null;
        }
        boolean negative = text[0] == '-';
        int place = negative || text[0] == '+' ? 1 : 0;
        if (place < length && (text[place] | 0x20) >= 'a') {
            return named(text, place, length, negative);
        }
        long mantissa = 0;
        int digits = 0;
        int fraction = 0;
        boolean point = false;
        boolean safe = true;
        for (; place < length; place++) {
            byte b = text[place];
            if (b == '.' && !point) {
                point = true;
            } else if (isDigit(b)) {
                digits++;
                fraction += point ? 1 : 0;
                safe &= mantissa < SAFE_MANTISSA / 10;
                mantissa = safe ? mantissa * 10 + (b - '0') : mantissa;
            } else {
                break;
            }
        }
        int exponent = place == length ? 0 : exponent(text, place, length, point);
        if (digits == 0 || exponent == Integer.MIN_VALUE) {
            return null;
        }
        return new FortranNumber(
                Kind.FINITE,
                text,
                place,
                exponent,
                safe ? nearest(negative ? -mantissa : mantissa, exponent - fraction) : Double.NaN);
    }

    private static FortranNumber named(byte[] text, int from, int length, boolean negative) {
        if (length - from > 8) {
            return null;
        }
        String name = new String(text, from, length - from, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        return switch (name) {
            case "nan" -> new FortranNumber(Kind.NAN, text, 0, 0, Double.NaN);
            case "inf", "infinity" ->
                new FortranNumber(negative ? Kind.MINUS_INFINITY : Kind.PLUS_INFINITY, text, 0, 0, Double.NaN);
            default -> null;
        };
    }

    /** The exponent that stands there, or the least integer if it is none. */
    private static int exponent(byte[] text, int from, int length, boolean point) {
        int place = from;
        int letter = text[place] | 0x20;
        boolean hasLetter = letter == 'e' || letter == 'd' || letter == 'q';
        place += hasLetter ? 1 : 0;
        boolean negative = place < length && text[place] == '-';
        boolean signed = negative || (place < length && text[place] == '+');
        place += signed ? 1 : 0;
        // without a letter there are a point and three digits: 10-12 is a range, and 2024-01-31 a date
        if (place == length || (!hasLetter && !(signed && point && length - place >= 3))) {
            return Integer.MIN_VALUE;
        }
        int value = 0;
        for (; place < length; place++) {
            if (!isDigit(text[place])) {
                return Integer.MIN_VALUE;
            }
            value = value * 10 + (text[place] - '0');
            if (value > LARGEST_EXPONENT) {
                return Integer.MIN_VALUE;
            }
        }
        return negative ? -value : value;
    }

    /** The double nearest to the number; NaN if that would take more than one rounding. */
    private static double nearest(long mantissa, int exponent) {
        if (Math.abs(exponent) >= SAFE_POWERS.length) {
            return Double.NaN;
        }
        return exponent < 0 ? mantissa / SAFE_POWERS[-exponent] : mantissa * SAFE_POWERS[exponent];
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    boolean isFinite() {
        return kind == Kind.FINITE;
    }

    /** Whether both are not finite, and in the same way. */
    boolean isSameSpecial(FortranNumber other) {
        return !isFinite() && kind == other.kind;
    }

    /** The double nearest to a finite number, or NaN if it is not known. */
    double nearest() {
        return nearest;
    }

    /** A finite number, exactly. */
    BigDecimal exact() {
        return new BigDecimal(new String(text, 0, mantissaEnd, StandardCharsets.ISO_8859_1))
                .scaleByPowerOfTen(exponent);
    }
}
