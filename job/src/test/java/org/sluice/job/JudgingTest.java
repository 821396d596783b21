package org.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class JudgingTest {
    private static final Program SOLVER = new Program.Direct(List.of("solver"));
    private static final Program COMPARE = new Program.Direct(List.of("compare"));

    @Test
    void codesAreInOrderAndEachIsThereOnce() {
        Judging judging = new Judging(List.of(), List.of(4, 0, 4), List.of(77), false);

        assertThat(judging.passCodes()).containsExactly(0, 4);
        assertThat(judging).isEqualTo(new Judging(List.of(), List.of(0, 4), List.of(77, 77), false));
    }

    @Test
    void whatIsNoExitCodeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Judging(List.of(), List.of(0, 256), List.of(), false))
                .withMessage("256 is no exit code");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Judging(List.of(), List.of(0), List.of(-1), false))
                .withMessage("-1 is no exit code");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Judging(List.of(), List.of(), List.of(), false))
                .withMessage("there is no exit code with which a program passes");
    }

    @Test
    void theChecksOfAJobStandBehindItsProgramsUnlessTheyAreNeverReached() {
        assertThat(job(false).lines()).containsExactly(SOLVER, COMPARE);
        assertThat(job(true).lines()).containsExactly(SOLVER);
    }

    private static Job job(boolean willFail) {
        Judging judging = new Judging(List.of(COMPARE), List.of(0), List.of(), willFail);
        return new Job(1, "a", List.of(SOLVER)).withJudging(judging);
    }
}
