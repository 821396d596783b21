package org.sluice.consumer;

import org.sluice.job.Verdict;

/**
 * What is to be said of a job.
 *
 * @param verdict the judgement
 * @param reason why, in one sentence without a line break; {@code ""} for a job that passed
 * @param isCertain whether neither the output nor an expected failure can change it
 */
record Judgement(Verdict verdict, String reason, boolean isCertain) {
    static final Judgement PASSED = new Judgement(Verdict.PASSED, "");

    Judgement(Verdict verdict, String reason) {
        this(verdict, reason, true);
    }
}
