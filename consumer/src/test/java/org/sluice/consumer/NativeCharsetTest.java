package org.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sluice.job.Job;
import org.sluice.job.Program;

/** A job with an umlaut ran with a question mark in its place, in the locale C that cron and containers have. */
class NativeCharsetTest {
    private static final Program PLAIN = new Program.Direct(List.of("true"));
    private static final NativeCharset ASCII = new NativeCharset(StandardCharsets.US_ASCII);

    @Test
    void whatTheLocaleCannotWriteIsNamedWithTheRemedy() {
        assertThat(ASCII.obstacle(job("Prüfung 1", PLAIN, "", Map.of())))
                .hasValueSatisfying(text -> assertThat(text).contains("'Prüfung 1'", "US-ASCII", "LC_ALL=C.UTF-8"));
    }

    @Test
    void everyTextThatTheSystemIsGivenIsLookedAt() {
        Program argument = new Program.Direct(List.of("echo", "Prüfung"));
        Program value = new Program.Shell("echo ${1}", List.of("Prüfung"), "echo {}");
        Program line = new Program.Shell("echo Prüfung", List.of(), "echo Prüfung");

        assertThat(List.of(
                        job("name", argument, "", Map.of()),
                        job("name", value, "", Map.of()),
                        job("name", line, "", Map.of()),
                        job("name", PLAIN, "Prüfung", Map.of()),
                        job("name", PLAIN, "", Map.of("CASE", "Prüfung"))))
                .allSatisfy(job -> assertThat(ASCII.obstacle(job)).isPresent());
    }

    @Test
    void whatTheLocaleCanWriteIsNoObstacle() {
        Job umlaut = job("Prüfung 1", PLAIN, "", Map.of());

        assertThat(ASCII.obstacle(job("Test 1", PLAIN, "cases", Map.of("CASE", "1"))))
                .isEmpty();
        assertThat(new NativeCharset(StandardCharsets.ISO_8859_1).obstacle(umlaut))
                .isEmpty();
        assertThat(new NativeCharset(StandardCharsets.UTF_8).obstacle(umlaut)).isEmpty();
    }

    private static Job job(String name, Program program, String directory, Map<String, String> environment) {
        return new Job(1, name, List.of(program), directory, environment, Optional.empty());
    }
}
