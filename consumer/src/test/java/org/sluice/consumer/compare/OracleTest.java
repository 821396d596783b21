package org.sluice.consumer.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.Comparison;

/** A comparison agrees with one that reckons with all digits, without any short cut. */
class OracleTest {
    private static final int PAIRS = 1_000;
    /** Longer numbers are words. */
    private static final int LONGEST = 900;

    private static final long SEED = 20_260_131;

    @TempDir
    private Path dir;

    private final Random random = new Random(SEED);

    @Test
    void randomPairsOfNumberFilesPassIfAndOnlyIfPlainArithmeticSaysSo() throws IOException {
        int passed = 0;
        for (int pair = 0; pair < PAIRS; pair++) {
            BigDecimal relative = tolerance();
            BigDecimal absolute = tolerance();
            List<String> got = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            boolean passes = true;
            for (int i = 1 + random.nextInt(8); i > 0; i--) {
                BigDecimal reference = number();
                BigDecimal value = valueNear(reference, relative, absolute);
                passes &= isWithin(value, reference, relative, absolute);
                got.add(written(value));
                expected.add(written(reference));
            }
            Files.write(dir.resolve("got"), got);
            Files.write(dir.resolve("expected"), expected);
            Comparison comparison = new Comparison("got", "expected", relative, absolute, Optional.empty());

            Finding finding = new FileComparison(comparison, dir, () -> false).find();

            assertThat(finding instanceof Finding.Equal)
                    .as("pair %s: %s against %s, %s", pair, got, expected, comparison)
                    .isEqualTo(passes);
            passed += passes ? 1 : 0;
        }
        assertThat(passed).as("of %s pairs", PAIRS).isBetween(PAIRS / 5, PAIRS * 4 / 5);
    }

    private static boolean isWithin(BigDecimal value, BigDecimal reference, BigDecimal relative, BigDecimal absolute) {
        BigDecimal difference = value.subtract(reference).abs();
        return difference.compareTo(absolute) <= 0 || difference.compareTo(relative.multiply(reference.abs())) <= 0;
    }

    private BigDecimal tolerance() {
        return switch (random.nextInt(4)) {
            case 0 -> BigDecimal.ZERO;
            case 1 -> BigDecimal.ONE.scaleByPowerOfTen(random.nextInt(600) - 300);
            default -> new BigDecimal(BigInteger.valueOf(1 + random.nextInt(999)), 2 + random.nextInt(12));
        };
    }

    private BigDecimal number() {
        BigInteger digits = new BigInteger(1 + random.nextInt(random.nextInt(4) == 0 ? 130 : 50), random);
        int exponent = random.nextInt(5) == 0 ? random.nextInt(2_000) - 1_000 : random.nextInt(20) - 15;
        return new BigDecimal(random.nextBoolean() ? digits : digits.negate()).scaleByPowerOfTen(exponent);
    }

    /** Mostly on the edge of a tolerance, or off it by very little. */
    private BigDecimal valueNear(BigDecimal reference, BigDecimal relative, BigDecimal absolute) {
        BigDecimal edge = random.nextBoolean() ? absolute : relative.multiply(reference.abs());
        BigDecimal offEdge = edge.scaleByPowerOfTen(-random.nextInt(25)).multiply(new BigDecimal("0.7"));
        BigDecimal difference = switch (random.nextInt(12)) {
            case 0 -> number();
            case 1 -> edge.add(offEdge);
            case 2, 3, 4 -> edge;
            case 5, 6, 7 -> edge.subtract(offEdge);
            default -> BigDecimal.ZERO;
        };
        BigDecimal value = random.nextBoolean() ? reference.add(difference) : reference.subtract(difference);
        return value.precision() < LONGEST ? value : number();
    }

    /** In one of the forms of the number that mean the same. */
    private String written(BigDecimal number) {
        String digits = number.unscaledValue().toString();
        int exponent = -number.scale();
        return switch (random.nextInt(6)) {
            case 0 -> digits + "." + "D" + exponent;
            case 1 -> digits + (exponent < 0 ? "e" : "E+") + exponent;
            case 2 -> digits + ".0" + String.format("%+04d", exponent);
            case 3 -> (digits.startsWith("-") ? "-0" + digits.substring(1) : "+" + digits) + ".00d" + exponent;
            case 4 ->
                Math.abs(exponent) < 300 && digits.length() < 300 ? number.toPlainString() : digits + "E" + exponent;
            default -> digits + "0q" + (exponent - 1);
        };
    }
}
