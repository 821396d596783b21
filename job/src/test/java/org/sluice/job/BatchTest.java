package org.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {

    @ParameterizedTest
    @ValueSource(strings = {"b", "2026-11-24_server-1", "0"})
    void lettersDigitsDashesAndUnderscoresMakeAnId(String id) {
        assertThat(batch(id, 1).id()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-b", "_b", "a/b", "..", "a.b", "a b", "a>", "é", "b\n"})
    void whatCouldLeaveAQueuesNameOrAPathIsNoId(String id) {
        assertThat(Batch.isId(id)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> batch(id, 1))
                .withMessage("not the id of a batch: '" + id + "'");
    }

    @Test
    void anIdHasAtMostAHundredCharacters() {
        assertThat(Batch.isId("a".repeat(100))).isTrue();
        assertThat(Batch.isId("a".repeat(101))).isFalse();
    }

    @Test
    void aJobIsFoundByItsNumber() {
        Batch batch = batch("b", 1, 2);

        assertThat(batch.job(2).name()).isEqualTo("Test 2");
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> batch.job(3));
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> batch.job(0));
    }

    @Test
    void jobsAreNumberedFromOneWithoutAGap() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> batch("b", 1, 3))
                .withMessage("job at place 2 has number 3");
        assertThatIllegalArgumentException().isThrownBy(() -> batch("b", 2));
    }

    @Test
    void laterChangesOfTheListDoNotReachTheBatch() {
        List<Job> jobs = new ArrayList<>(List.of(job(1)));
        Batch batch = new Batch("b", "server.inp", Instant.EPOCH, jobs);

        jobs.clear();

        assertThat(batch.jobs()).hasSize(1);
    }

    private static Batch batch(String id, int... numbers) {
        List<Job> jobs = new ArrayList<>();
        for (int number : numbers) {
            jobs.add(job(number));
        }
        return new Batch(id, "server.inp", Instant.EPOCH, jobs);
    }

    private static Job job(int number) {
        return new Job(
                number, "Test " + number, List.of(new Program.Direct(List.of("true"))), "", Map.of(), Optional.empty());
    }
}
