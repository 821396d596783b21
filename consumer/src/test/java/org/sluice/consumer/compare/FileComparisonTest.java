package org.sluice.consumer.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.job.Comparison;

@Timeout(60)
class FileComparisonTest {
    @TempDir
    private Path dir;

    private String relative = "0";
    private String absolute = "0";
    private Optional<String> ignore = Optional.empty();

    // text

    @ParameterizedTest
    @CsvSource(
            value = {
                "a b c|a  b\\tc",
                "a b\\n|\\ta b \\r\\n",
                "a\\n\\n\\n|a",
                "a|a\\n \\n\\t\\n",
                "''|\\n\\n",
                "1.0 1.00|1e0 0.1D+1",
                "-0|0",
                "***|*****",
                "NaN -Inf|nan -Infinity"
            },
            delimiter = '|')
    void whatMeansTheSameIsEqual(String got, String expected) throws IOException {
        assertThat(find(unescaped(got), unescaped(expected))).isEqualTo(new Finding.Equal());
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "a b|a c|1 of 2 words, first at line 1: b for c",
                "a\\nb|a b|line 1 has 1 words for 2; it goes on to line 2, the reference has nothing behind its line 1",
                "a|a\\n\\nb\\nc\\n\\n|it ends after line 1, the reference after line 4",
                "''|a|it ends after line 0, the reference after line 1",
                "a\\n\\nb|a\\nb|line 2 has 0 words for 1; it goes on to line 3, the reference has nothing behind its line 2",
                "***|1.0|1 of 1 words, first at line 1: *** for 1.0",
                "NaN|1.0|1 of 1 numbers, largest at line 1: NaN for 1.0",
                "1 2|1 3|1 of 2 numbers, largest at line 1: 2 for 3",
                "2*1.0|2*1.00|1 of 1 words, first at line 1: 2*1.0 for 2*1.00",
                "A|a|1 of 1 words, first at line 1: A for a"
            },
            delimiter = '|')
    void whatDiffersIsSaid(String got, String expected, String what) throws IOException {
        assertDiffers(find(unescaped(got), unescaped(expected)), "flume.his differs from reference.his: " + what);
    }

    @Test
    void theReasonCountsNumbersAndNamesTheLargestDifference() throws IOException {
        relative = "1e-6";
        String expected = "1.0000\n".repeat(4_096);
        String[] lines = expected.split("\n");
        lines[2] = "1.0001";
        lines[16] = "1.0021";
        lines[99] = "0.9999";

        assertDiffers(
                find(String.join("\n", lines), expected),
                "flume.his differs from reference.his: 3 of 4,096 numbers, largest at line 17: 1.0021 for 1.0000");
    }

    @Test
    void theDetailsAreTheFirstTenDifferencesAndTheLargest() throws IOException {
        Finding finding = find("x 1 ".repeat(11) + "\n101 0.002\n", "x 2 ".repeat(11) + "\n100 0.001\n");

        assertThat(finding)
                .isInstanceOfSatisfying(
                        Finding.Different.class,
                        different -> assertThat(different.details())
                                .hasSize(13)
                                .startsWith("line 1, word 2: 1 for 2", "line 1, word 4: 1 for 2")
                                .endsWith(
                                        "... and 3 more",
                                        "largest absolute difference: 1 at line 1, word 2: 1 for 2",
                                        "largest relative difference: 1 at line 2, word 2: 0.002 for 0.001"));
    }

    @Test
    void eitherToleranceIsEnoughAndItsEdgeIsWithin() throws IOException {
        absolute = "0.1";
        assertThat(find("1.1 -1.1 0.1", "1.0 -1.0 0")).isEqualTo(new Finding.Equal());
        assertThat(find("1.10000000000000000000000001", "1")).isInstanceOf(Finding.Different.class);
        relative = "0.2";
        assertThat(find("1.2 -120 8", "1 -100 10")).isEqualTo(new Finding.Equal());
        assertThat(find("1.2000000000000000000000001", "1")).isInstanceOf(Finding.Different.class);
        assertThat(find("Inf", "1")).isInstanceOf(Finding.Different.class);
        assertThat(find("1", "Inf")).isInstanceOf(Finding.Different.class);
    }

    @Test
    void hugeExponentsTakeNoTime() throws IOException {
        absolute = "1e99999";
        assertThat(find("1e-99999 1e9999 0e99999\n".repeat(1_000), "1e99998 -1e-9999 1e-99999\n".repeat(1_000)))
                .isEqualTo(new Finding.Equal());
        absolute = "1e9999";
        assertThat(find("1e9999 -1e9999\n".repeat(1_000), "1e-9999 -1e-9999\n".repeat(1_000)))
                .isEqualTo(new Finding.Equal());
        assertThat(find("1e9999", "-1e-9999")).isInstanceOf(Finding.Different.class);
        absolute = "1e-99999";
        assertThat(find("1e-9999\n".repeat(1_000), "1e9999\n".repeat(1_000))).isInstanceOf(Finding.Different.class);
    }

    @Test
    void ignoredLinesOfEitherFileDoNotCount() throws IOException {
        ignore = Optional.of("^Date: \\d+$|version");
        assertThat(find("Date: 17\r\na\nour version\n", "a\nDate: 4\n")).isEqualTo(new Finding.Equal());
        assertDiffers(
                find("Date: 17\na\nb", "a\nc"),
                "flume.his differs from reference.his: 1 of 2 words, first at line 3 (2 of the reference): b for c");
    }

    @Test
    void aSearchThatWouldTakeYearsIsStopped() throws IOException {
        ignore = Optional.of("^(a|aa)+\\1c");
        Files.writeString(dir.resolve("flume.his"), "a".repeat(60) + "b");
        Files.writeString(dir.resolve("reference.his"), "x");
        AtomicInteger asked = new AtomicInteger();

        assertThatExceptionOfType(StoppedException.class)
                .isThrownBy(() -> new FileComparison(comparison(), dir, () -> asked.incrementAndGet() > 10).find());
    }

    @Test
    void aPatternThatOverflowsTheStackIsAnError() throws IOException {
        ignore = Optional.of("(a|b)*c");
        assertThat(find("ab".repeat(32_000), "x"))
                .isEqualTo(new Finding.Impossible(
                        comparison().display() + " has a pattern that takes too much memory on a long line"));
    }

    @Test
    void aPatternThatCannotBeReadIsAnError() throws IOException {
        ignore = Optional.of("(");
        assertThat(find("a", "a"))
                .isEqualTo(new Finding.Impossible(
                        comparison().display() + " has a pattern that this Java does not know: Unclosed group"));
    }

    @ParameterizedTest
    @CsvSource({"65535", "65536", "65537", "131072", "131073", "1000000"})
    void longWordsAreComparedToTheirEnd(int length) throws IOException {
        String word = "x".repeat(length - 1);
        assertThat(find(word + "a b", " ".repeat(70_000) + word + "a b")).isEqualTo(new Finding.Equal());
        assertThat(find(word + "a", word + "b")).isInstanceOf(Finding.Different.class);
        assertDiffers(
                find(word + "a", "y"),
                "flume.his differs from reference.his: 1 of 1 words, first at line 1: " + "x".repeat(60) + "... for y");
    }

    @Test
    void whatCannotBePrintedIsNoPartOfAReason() throws IOException {
        assertDiffers(
                find("\u001b[2Jx \u00fc", "y \u00fc"),
                "flume.his differs from reference.his: 1 of 2 words, first at line 1: ?[2Jx for y");
    }

    // binary

    @Test
    void binaryFilesAreComparedByteByByte() throws IOException {
        byte[] bytes = new byte[200_000];
        assertThat(find(bytes, bytes)).isEqualTo(new Finding.Equal());
        byte[] other = bytes.clone();
        other[131_072] = 10;
        assertDiffers(
                find(other, bytes),
                "flume.his differs from reference.his: the first byte that differs is at offset 131,072: 0x0A for 0x00");
        assertDiffers(
                find(Arrays.copyOf(bytes, 65_536), bytes),
                "flume.his differs from reference.his: it ends after 65,536 bytes, the reference goes on");
        assertDiffers(
                find(bytes, Arrays.copyOf(bytes, 100)),
                "flume.his differs from reference.his: the reference ends after 100 bytes, it goes on");
        assertThat(find("a  b\0".getBytes(StandardCharsets.US_ASCII), "a b".getBytes(StandardCharsets.US_ASCII)))
                .as("binary when one is")
                .isInstanceOf(Finding.Different.class);
    }

    // what is not there

    @Test
    void aMissingFileDiffersAndAMissingReferenceIsAnError() throws IOException {
        assertThat(new FileComparison(comparison(), dir, () -> false).find())
                .isEqualTo(new Finding.Impossible("reference reference.his is not there (looked in " + dir + ")"));
        Files.writeString(dir.resolve("reference.his"), "x");
        assertDiffers(new FileComparison(comparison(), dir, () -> false).find(), "flume.his is not there");
    }

    @Test
    void whatCannotBeReadIsAnError() throws IOException {
        Files.writeString(dir.resolve("reference.his"), "x");
        Path directory = Files.createDirectory(dir.resolve("flume.his"));
        assertThat(new FileComparison(comparison(), dir, () -> false).find())
                .isEqualTo(new Finding.Impossible("flume.his is a directory"));
        Files.delete(directory);
        Path secret = Files.writeString(dir.resolve("flume.his"), "x");
        secret.toFile().setReadable(false);
        Finding forbidden = new Finding.Impossible("flume.his cannot be read: permission denied");
        // to the superuser, and on a file system without permissions, nothing is forbidden
        assertThat(new FileComparison(comparison(), dir, () -> false).find())
                .isEqualTo(Files.isReadable(secret) ? new Finding.Equal() : forbidden);
    }

    private Finding find(String got, String expected) throws IOException {
        return find(got.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    private Finding find(byte[] got, byte[] expected) throws IOException {
        Files.write(dir.resolve("flume.his"), got);
        Files.write(dir.resolve("reference.his"), expected);
        return new FileComparison(comparison(), dir, () -> false).find();
    }

    private Comparison comparison() {
        return new Comparison("flume.his", "reference.his", new BigDecimal(relative), new BigDecimal(absolute), ignore);
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t");
    }

    private static void assertDiffers(Finding finding, String reason) {
        assertThat(finding)
                .isInstanceOfSatisfying(
                        Finding.Different.class,
                        different -> assertThat(different.reason()).isEqualTo(reason));
    }
}
