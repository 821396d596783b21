package org.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.sluice.job.Verdict;

class RepeatedExecutionTest {
    private final List<Single> singles = new ArrayList<>();
    private IntFunction<RunOutcome> outcomes = number -> passed();

    @Test
    void aJobThatAlwaysPassesIsRunSoOften() {
        RunOutcome outcome = repeated(4).run();
        assertThat(outcome.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(outcome.remarks()).containsExactly("passed 4 times in a row");
        assertThat(singles).hasSize(4);
        assertThat(singles.stream().filter(single -> single.closed)).hasSize(3);
    }

    @Test
    void itEndsAtTheFirstRunThatDoesNotPassAndSaysWhichThatWas() {
        outcomes = number -> number == 3 ? RunOutcome.withoutRun(Verdict.FAILED, "solver exited 3") : passed();
        RunOutcome outcome = repeated(10).run();
        assertThat(outcome.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(outcome.reason()).isEqualTo("solver exited 3");
        assertThat(outcome.remarks()).containsExactly("this was repetition 3 of 10");
        assertThat(singles).hasSize(3);
    }

    @Test
    void aKillEndsTheRunThatIsUnderWayAndAllToCome() {
        RepeatedExecution repeated = repeated(10);
        outcomes = number -> {
            if (number == 2) {
                repeated.kill("the batch was cancelled");
            }
            return passed();
        };
        RunOutcome outcome = repeated.run();
        assertThat(outcome.verdict()).isEqualTo(Verdict.CANCELLED);
        assertThat(outcome.reason()).isEqualTo("the batch was cancelled");
        assertThat(singles).hasSize(2);
        assertThat(singles.get(1).killedBecause).isEqualTo("the batch was cancelled");
        repeated.killNow("its lock was lost");
        assertThat(singles.get(1).killedBecause).isEqualTo("now: its lock was lost");
    }

    private static RunOutcome passed() {
        return RunOutcome.withoutRun(Verdict.PASSED, "");
    }

    private RepeatedExecution repeated(int times) {
        return new RepeatedExecution(times, Single::new);
    }

    private final class Single implements Execution {
        private boolean closed;
        private String killedBecause;

        Single() {
            singles.add(this);
        }

        @Override
        public RunOutcome run() {
            return outcomes.apply(singles.size());
        }

        @Override
        public void kill(String reason) {
            killedBecause = reason;
        }

        @Override
        public void killNow(String reason) {
            killedBecause = "now: " + reason;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
