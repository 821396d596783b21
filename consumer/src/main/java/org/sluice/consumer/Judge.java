package org.sluice.consumer;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sluice.consumer.match.OutputSearch;
import org.sluice.job.Judging;
import org.sluice.job.Matching;
import org.sluice.job.Verdict;

/**
 * Judges a job by the exits of its programs and checks, and by its output. Each answer is empty as long as the next one is
 * to be run. Skip code, patterns and expected failure are what SKIP_RETURN_CODE, PASS_, FAIL_ and SKIP_REGULAR_EXPRESSION
 * and WILL_FAIL are to CTest, and are asked in the order in which its {@code cmCTestRunTest::EndTest} asks them: time limit
 * and crash, skip, fail, pass, exit code, expected failure
 * (<a href="https://cmake.org/cmake/help/latest/manual/cmake-properties.7.html#properties-on-tests">its manual</a>).
 */
final class Judge {
    private final Judging judging;

    Judge(Judging judging) {
        this.judging = judging;
    }

    /** After one of the job's programs. */
    Optional<Judgement> ofProgram(ProgramEnd end) {
        if (judging.passCodes().contains(end.exit())) {
            return Optional.empty();
        }
        String reason = end.reason();
        if (judging.skipCodes().contains(end.exit())) {
            return Optional.of(new Judgement(Verdict.SKIPPED, reason + ", the skip code"));
        }
        // who expects an error message does not expect a crash: CTest draws the line here, too
        if (end.isCrash()) {
            return Optional.of(new Judgement(Verdict.FAILED, reason));
        }
        if (!judging.matching().pass().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Judgement(Verdict.FAILED, end.exit() == 0 ? reason + ", which is no pass here" : reason, false));
    }

    /**
     * After the last program that is run; empty if the checks are to follow.
     *
     * @param end what was found of the last program; empty if all have passed
     * @throws IOException if the output cannot be searched; the message is for the user
     */
    Optional<Judgement> ofAllPrograms(Optional<Judgement> end, OutputSearch output) throws IOException {
        if (end.filter(Judgement::isCertain).isPresent()) {
            return end;
        }
        Matching matching = judging.matching();
        Optional<String> skip = output.first(matching.skip()).map(found -> matched("skip-match", found));
        if (skip.isPresent()) {
            return skip.map(reason -> new Judgement(Verdict.SKIPPED, reason));
        }
        Optional<String> failure = output.first(matching.fail()).map(found -> matched("fail-match", found));
        if (failure.isEmpty() && !matching.pass().isEmpty()) {
            failure = output.first(matching.pass()).isPresent()
                    ? Optional.empty()
                    : Optional.of(missing(matching.pass()));
        }
        failure = failure.or(() -> end.map(Judgement::reason));
        if (judging.willFail()) {
            return Optional.of(
                    failure.isPresent()
                            ? Judgement.PASSED
                            : new Judgement(Verdict.FAILED, "it was expected to fail and passed"));
        }
        return failure.map(reason -> new Judgement(Verdict.FAILED, reason));
    }

    /** After a check. */
    Optional<Judgement> ofCheck(ProgramEnd check) {
        return check.exit() == 0
                ? Optional.empty()
                : Optional.of(new Judgement(Verdict.DIFFERS, "check " + check.reason()));
    }

    private static String matched(String word, OutputSearch.Found found) {
        return "line " + found.line() + " of the output has a match of the " + word + " '"
                + ExitReason.oneLine(found.pattern()) + "': " + ExitReason.oneLine(found.text());
    }

    private static String missing(List<String> patterns) {
        String first = "the output has no match of the pass-match '" + ExitReason.oneLine(patterns.get(0)) + "'";
        int more = patterns.size() - 1;
        return more == 0 ? first : first + " or one of " + more + " more";
    }
}
