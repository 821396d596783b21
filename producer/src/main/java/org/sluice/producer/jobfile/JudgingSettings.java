package org.sluice.producer.jobfile;

import java.util.List;
import java.util.Optional;
import org.sluice.job.Check;
import org.sluice.job.Judging;
import org.sluice.job.Matching;

/** How jobs are judged, but for their checks. */
final class JudgingSettings {
    private final Row<String> passMatches;
    private final Row<String> failMatches;
    private final Row<String> skipMatches;
    private List<Integer> passCodes = Judging.DEFAULT.passCodes();
    private List<Integer> skipCodes = Judging.DEFAULT.skipCodes();
    private boolean willFail;
    private Word exit;

    private JudgingSettings(Row<String> passMatches, Row<String> failMatches, Row<String> skipMatches) {
        this.passMatches = passMatches;
        this.failMatches = failMatches;
        this.skipMatches = skipMatches;
    }

    /** As usual. */
    JudgingSettings() {
        this(new Row<>(List.of()), new Row<>(List.of()), new Row<>(List.of()));
    }

    JudgingSettings inner() {
        JudgingSettings inner = new JudgingSettings(passMatches.inner(), failMatches.inner(), skipMatches.inner());
        inner.passCodes = passCodes;
        inner.skipCodes = skipCodes;
        inner.willFail = willFail;
        return inner;
    }

    void used() {
        passMatches.used();
        failMatches.used();
        skipMatches.used();
    }

    void setPassCodes(List<Integer> codes, Word by) {
        passCodes = codes;
        exit = by;
    }

    /** In a block: the word of its exit line if that has no effect, because the output alone decides. */
    Optional<Word> exitWithoutEffect() {
        return passMatches.all().isEmpty() ? Optional.empty() : Optional.ofNullable(exit);
    }

    void setSkipCodes(List<Integer> codes) {
        skipCodes = codes;
    }

    void setWillFail(boolean value) {
        willFail = value;
    }

    boolean willFail() {
        return willFail;
    }

    Row<String> passMatches() {
        return passMatches;
    }

    Row<String> failMatches() {
        return failMatches;
    }

    Row<String> skipMatches() {
        return skipMatches;
    }

    /** How a job with these checks is judged. */
    Judging judging(List<Check> checks) {
        Matching matching = new Matching(passMatches.all(), failMatches.all(), skipMatches.all());
        return new Judging(checks, passCodes, skipCodes, willFail, matching);
    }
}
