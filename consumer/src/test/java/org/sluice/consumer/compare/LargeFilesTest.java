package org.sluice.consumer.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.Comparison;

/** Files of any size, and with lines and words of any length, take the same memory. */
@Timeout(240)
class LargeFilesTest {
    private static final int MEGABYTE = 1_000_000;

    @TempDir
    private Path dir;

    @Test
    void twoHundredMegabytesOfNumbersAreComparedInASmallHeap() throws Exception {
        write("got", "1.0000001 2.0 \n", 200 * MEGABYTE, "1.1 2.0\n");
        write("expected", "1.0000000 2.00\n", 200 * MEGABYTE, "1.0 2.0\n");

        assertThat(compareInSmallHeap("-"))
                .contains("differs from expected: 1 of 26,666,670 numbers, largest at line 13,333,335: 1.1 for 1.0");
    }

    @Test
    void aLineOfFiftyMegabytesIsComparedInASmallHeap() throws Exception {
        write("got", "1.0000001 2.0 ", 50 * MEGABYTE, "end");
        write("expected", "1.0000000 2.0 ", 50 * MEGABYTE, "End");

        assertThat(compareInSmallHeap("^Date")).contains("first at line 1: end for End");
    }

    @Test
    void aWordOfFiftyMegabytesIsComparedInASmallHeap() throws Exception {
        write("got", "abcdefghij", 50 * MEGABYTE, "k");
        write("expected", "abcdefghij", 50 * MEGABYTE, "K");

        assertThat(compareInSmallHeap("^Date")).contains("1 of 1 words, first at line 1: abcdefghij");
    }

    private void write(String name, String part, int bytes, String end) throws IOException {
        byte[] piece = part.getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(dir.resolve(name)), 1 << 16)) {
            for (int written = 0; written < bytes; written += piece.length) {
                out.write(piece);
            }
            out.write(end.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private String compareInSmallHeap(String ignore) throws Exception {
        Path output = dir.resolve("output");
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx8m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallHeap.class.getName(),
                        dir.toString(),
                        ignore)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(java.waitFor(200, TimeUnit.SECONDS)).isTrue();
            return Files.readString(output);
        } finally {
            java.destroyForcibly().waitFor();
        }
    }

    /** Compares got with expected, and prints the reason. */
    static final class SmallHeap {
        private SmallHeap() {}

        public static void main(String[] args) {
            Optional<String> ignore = args[1].equals("-") ? Optional.empty() : Optional.of(args[1]);
            Comparison comparison = new Comparison("got", "expected", new BigDecimal("1e-6"), BigDecimal.ZERO, ignore);
            System.out.println(new FileComparison(comparison, Path.of(args[0]), () -> false).find());
        }
    }
}
