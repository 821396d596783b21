package org.sluice.consumer.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.consumer.compare.StoppedException;
import org.sluice.consumer.match.OutputSearch.Found;

@Timeout(120)
class OutputSearchTest {
    @TempDir
    private Path temp;

    @Test
    void aMatchIsToldWithItsPatternAndItsLine() throws Exception {
        write("one\ntwo\nsome error here\nlast\n");

        assertThat(first("nothing", "err.r")).contains(new Found("err.r", 3, "some error here"));
        assertThat(first("one")).contains(new Found("one", 1, "one"));
        assertThat(first("nothing")).isEmpty();
        assertThat(first()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'foo\n', '(?s)foo\\z', false",
        "'foo\n', '(?s)foo\\n\\z', true",
        "'foo', '(?s)foo\\n\\z', true",
        "'bar\nfoo\n', '\\Afoo', false",
        "'bar\nfoo\n', '(?m)^foo$', true",
        "'bar\nfoo\n', '(?s)bar.foo', true",
        "'bar\r\nfoo\r\n', 'bar\nfoo\n', true",
        "'bar\r\r\nfoo', 'bar\nfoo\n', true",
        "'bar\rfoo', 'bar\rfoo', true",
        "'bar\0foo', 'bar\nfoo', true",
        "'é€😀', 'é€😀', true",
        "'é€😀', '^...\n$', true",
        "'', '^$', true",
        "'', '.', false",
    })
    void anOutputIsOneTextOfLinesThatEndInANewline(String output, String pattern, boolean isFound) throws Exception {
        write(output);

        assertThat(first(pattern).isPresent()).isEqualTo(isFound);
    }

    @Test
    void bytesThatAreNoTextHideNothingBehindThem() throws Exception {
        byte[] all = new byte[256 * 1024];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i / 7);
        }
        Files.write(file(), all);
        Files.writeString(file(), "here", java.nio.file.StandardOpenOption.APPEND);

        assertThat(first("he.e")).isPresent();
        assertThat(first("\uFFFD")).isPresent();
    }

    @Test
    void thereIsNothingInAnOutputThatWasNeverWritten() throws Exception {
        assertThat(first(".")).isEmpty();
    }

    @Test
    void whatStandsBeforeTheBeginningIsNotLookedAt() throws Exception {
        write("error\nlater\n");

        OutputSearch search = new OutputSearch(file().toFile(), 6, () -> false);

        assertThat(search.first(List.of("error"))).isEmpty();
        assertThat(search.first(List.of("\\Alater"))).contains(new Found("\\Alater", 1, "later"));
    }

    /** Whatever the blocks and the parts are: the answer is that of the pattern on the whole text. */
    @Test
    void bordersWithinAnOutputAreNotSeen() throws Exception {
        Random random = new Random(4711);
        String letters = "ab\n\réß€😀";
        int[] points = letters.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        while (text.length() < 300_000) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        write(text.toString());
        String normal = text.append('\n').toString().replaceAll("\r+\n", "\n");
        int found = 0;
        for (int i = 0; i < 100; i++) {
            StringBuilder pattern = new StringBuilder(i % 5 == 0 ? "\\A(?s).{50000,60000}" : "");
            for (int j = 0; j < 7; j++) {
                pattern.append(Pattern.quote(Character.toString(points[random.nextInt(points.length)])));
            }
            boolean expected =
                    Pattern.compile(pattern.toString()).matcher(normal).find();
            found += expected ? 1 : 0;
            assertThat(first(pattern.toString()).isPresent())
                    .as(pattern.toString())
                    .isEqualTo(expected);
            if (i % 5 != 0) {
                OutputSearch inParts = new OutputSearch(file().toFile(), 0, () -> false, 10_000, 100);
                assertThat(inParts.first(List.of(pattern.toString())).isPresent())
                        .as(pattern.toString())
                        .isEqualTo(expected);
            }
        }
        assertThat(found).isBetween(1, 99);
    }

    @Test
    void aBorderOfAPartIsNeitherBeginningNorEnd() throws Exception {
        write("x".repeat(1_000) + "y");

        OutputSearch inParts = new OutputSearch(file().toFile(), 0, () -> false, 100, 10);

        assertThat(inParts.first(List.of("\\Ay", "x\\z", "^x$", "y(?!\\n)", "(?<!x)y")))
                .isEmpty();
        assertThat(inParts.first(List.of("(?<=x)y\\n\\z"))).isPresent();
    }

    @Test
    void theLineIsCountedOverParts() throws Exception {
        write("line\n".repeat(10_000) + "here\n");

        OutputSearch inParts = new OutputSearch(file().toFile(), 0, () -> false, 1_000, 100);

        assertThat(inParts.first(List.of("here"))).contains(new Found("here", 10_001, "here"));
    }

    /** More than a part, and far more than the memory of the tests. */
    @Test
    void anOutputOfMoreThanAGigabyteIsSearchedToItsEnd() throws Exception {
        try (RandomAccessFile out = new RandomAccessFile(file().toFile(), "rw")) {
            out.seek((1L << 30) + (2 << 20));
            out.write("here".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(first("her[e]")).map(Found::line).contains((1L << 30) + (2 << 20) + 1);
    }

    @Test
    void aSearchIsGivenUpWhenItsJobIsCutShort() throws Exception {
        write("a".repeat(5_000));
        int[] asked = {0};
        OutputSearch search = new OutputSearch(file().toFile(), 0, () -> asked[0]++ > 2);

        assertThatExceptionOfType(StoppedException.class).isThrownBy(() -> search.first(List.of("(a+)+(a+)+(a+)+b")));
    }

    @Test
    void aPatternThatTakesTooMuchStackIsNamed() throws Exception {
        write("ab".repeat(1_000_000));

        assertThatIOException()
                .isThrownBy(() -> first("(a|b)*c"))
                .withMessageStartingWith("the pattern '(a|b)*c' takes more stack");
    }

    private Optional<Found> first(String... patterns) throws IOException {
        return new OutputSearch(file().toFile(), 0, () -> false).first(List.of(patterns));
    }

    private void write(String text) throws IOException {
        Files.writeString(file(), text);
    }

    private Path file() {
        return temp.resolve("output");
    }
}
