package org.sluice.consumer;

import java.util.Optional;
import org.sluice.job.Judging;
import org.sluice.job.Program;
import org.sluice.job.Verdict;

/**
 * Judges a job by the exits of its programs and checks. Each answer is empty as long as the next one is to be run. A skip
 * code and an expected failure are what SKIP_RETURN_CODE and WILL_FAIL are to CTest
 * (<a href="https://cmake.org/cmake/help/latest/manual/cmake-properties.7.html#properties-on-tests">its manual</a>).
 */
final class Judge {
    private final Judging judging;

    Judge(Judging judging) {
        this.judging = judging;
    }

    /** After one of the job's programs. */
    Optional<Judgement> ofProgram(Program program, int exit) {
        if (judging.passCodes().contains(exit)) {
            return Optional.empty();
        }
        String reason = ExitReason.of(program, exit);
        if (judging.skipCodes().contains(exit)) {
            return Optional.of(new Judgement(Verdict.SKIPPED, reason + ", the skip code"));
        }
        // who expects an error message does not expect a crash: CTest draws the line here, too
        if (judging.willFail() && !ExitReason.isSignal(exit)) {
            return Optional.of(Judgement.PASSED);
        }
        return Optional.of(new Judgement(Verdict.FAILED, exit == 0 ? reason + ", which is no pass here" : reason));
    }

    /** After all programs of the job have passed. */
    Optional<Judgement> ofAllPrograms() {
        return judging.willFail()
                ? Optional.of(new Judgement(Verdict.FAILED, "it was expected to fail and passed"))
                : Optional.empty();
    }

    /** After a check. */
    Optional<Judgement> ofCheck(Program check, int exit) {
        return exit == 0
                ? Optional.empty()
                : Optional.of(new Judgement(Verdict.DIFFERS, "check " + ExitReason.of(check, exit)));
    }
}
