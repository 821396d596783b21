package org.sluice.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.sluice.job.Verdict;

class MakespanTest {

    @Test
    void itLastsFromTheFirstStartToTheEndOfTheLastJob() {
        SampleBatch batch = new SampleBatch()
                .job("died on its consumer and never came back")
                .attempt("lab2")
                .job("second")
                .verdict(Verdict.PASSED, "")
                .job("third")
                .verdict(Verdict.PASSED, "");

        assertThat(Makespan.of(batch.outcome())).isEqualTo(Duration.ofMillis(3500));
    }

    @Test
    void itIsZeroWhenNothingRan() {
        assertThat(Makespan.of(new SampleBatch().job("waits").outcome())).isZero();
        assertThat(Makespan.of(new SampleBatch().job("begun").attempt("lab1").outcome()))
                .isZero();
    }
}
