package org.sluice.consumer.compare;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Decides exactly whether |a - r| is at most the absolute tolerance, or at most the relative one times |r|. Doubles decide
 * where their rounding cannot matter.
 */
final class Tolerance {
    private static final int ENOUGH_DIGITS = 30;

    private final BigDecimal relative;
    private final BigDecimal absolute;
    private final double nearestRelative;
    private final double nearestAbsolute;

    Tolerance(BigDecimal relative, BigDecimal absolute) {
        this.relative = relative;
        this.absolute = absolute;
        this.nearestRelative = relative.doubleValue();
        this.nearestAbsolute = absolute.doubleValue();
    }

    boolean covers(FortranNumber number, FortranNumber reference) {
        if (!number.isFinite() || !reference.isFinite()) {
            return number.isSameSpecial(reference);
        }
        double a = number.nearest();
        double r = reference.nearest();
        // each is off by half a unit in the last place, and so is their difference; a NaN decides nothing
        double difference = Math.abs(a - r);
        double error = 4 * Math.ulp(Math.max(Math.abs(a), Math.abs(r)));
        double tolerance = Math.max(nearestAbsolute, nearestRelative * Math.abs(r));
        double toleranceError = 4 * Math.ulp(tolerance) + Double.MIN_NORMAL;
        if (difference - error > tolerance + toleranceError) {
            return false;
        }
        if (difference + error < tolerance - toleranceError) {
            return true;
        }
        return coversExactly(number.exact(), reference.exact());
    }

    private boolean coversExactly(BigDecimal a, BigDecimal r) {
        return a.compareTo(r) == 0 || isWithin(a, r, absolute) || isWithin(a, r, relative.multiply(r.abs()));
    }

    /** Whether two numbers that are not equal differ by the limit at most. */
    private static boolean isWithin(BigDecimal a, BigDecimal b, BigDecimal limit) {
        if (limit.signum() == 0) {
            return false;
        }
        if (a.signum() == 0 || b.signum() == 0) {
            return (a.signum() == 0 ? b : a).abs().compareTo(limit) <= 0;
        }
        long gap = Math.abs(magnitude(a) - magnitude(b));
        if (gap >= 2) {
            Optional<Boolean> certain = isWithinWhenFarApart(a, b, limit, gap);
            if (certain.isPresent()) {
                return certain.get();
            }
        }
        return a.subtract(b).abs().compareTo(limit) <= 0;
    }

    /**
     * The difference of numbers of very different size has as many digits as lie between them. It is nearly the larger one,
     * and that is enough but for limits that are nearly the same, too.
     */
    private static Optional<Boolean> isWithinWhenFarApart(BigDecimal a, BigDecimal b, BigDecimal limit, long gap) {
        BigDecimal larger = a.abs().max(b.abs());
        if (limit.compareTo(larger) == 0) {
            return Optional.of(a.signum() == b.signum());
        }
        // the smaller one is less than this part of the larger one
        BigDecimal part = BigDecimal.ONE.scaleByPowerOfTen(-(int) Math.min(gap - 1, ENOUGH_DIGITS));
        if (limit.compareTo(larger.multiply(BigDecimal.ONE.add(part))) >= 0) {
            return Optional.of(true);
        }
        return limit.compareTo(larger.multiply(BigDecimal.ONE.subtract(part))) < 0
                ? Optional.of(false)
                : Optional.empty();
    }

    /** The place of the first digit of a number that is not zero: it is at least ten to this power. */
    private static long magnitude(BigDecimal number) {
        return (long) number.precision() - number.scale() - 1;
    }
}
