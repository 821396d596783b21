package org.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.consumer.Jobs.CONTEXT;
import static org.sluice.consumer.Jobs.shellJob;

import org.junit.jupiter.api.Test;
import org.sluice.job.Verdict;

class SimulatedRunnerTest {
    private final SimulatedRunner runner = new SimulatedRunner();

    @Test
    void everyJobPassesAndNothingRuns() {
        RunOutcome outcome = runner.prepare(shellJob("exit 1"), CONTEXT).run();

        assertThat(outcome).isEqualTo(RunOutcome.withoutRun(Verdict.PASSED, ""));
    }

    @Test
    void aKilledJobIsCancelledAsAnyOther() {
        Execution execution = runner.prepare(shellJob("exit 1"), CONTEXT);

        execution.kill("the batch was cancelled");

        assertThat(execution.run()).isEqualTo(RunOutcome.withoutRun(Verdict.CANCELLED, "the batch was cancelled"));
    }
}
