package org.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearestWordTest {
    private static final List<String> KNOWN = List.of("job", "each", "run", "dir", "env", "timeout");

    @ParameterizedTest
    @CsvSource({
        "jbo, job",
        "jobs, job",
        "JOB, job",
        "rnu, run",
        "evn, env",
        "tiemout, timeout",
        "time, timeout",
        "directory, dir",
        "eahc, each"
    })
    void aMistypedWordNamesTheNearestKnownOne(String typed, String expected) {
        assertThat(NearestWord.to(typed, KNOWN)).hasValue(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "retries", "./run.sh", "needs", "a-word-that-is-much-too-long-to-be-one"})
    void aWordThatIsLikeNoneNamesNone(String typed) {
        assertThat(NearestWord.to(typed, KNOWN)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"job, job, 0", "jbo, job, 1", "jb, job, 1", "jobb, job, 1", "jab, job, 1", "boj, job, 2", "'', job, 3"})
    void swappedLettersCountOne(String a, String b, int expected) {
        assertThat(NearestWord.distance(a, b)).isEqualTo(expected);
    }
}
