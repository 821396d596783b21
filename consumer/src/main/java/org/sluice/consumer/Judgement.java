package org.sluice.consumer;

import org.sluice.job.Verdict;

/**
 * What is to be said of a job.
 *
 * @param verdict the judgement
 * @param reason why, in one sentence without a line break; {@code ""} for a job that passed
 */
record Judgement(Verdict verdict, String reason) {
    static final Judgement PASSED = new Judgement(Verdict.PASSED, "");
}
