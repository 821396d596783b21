package org.sluice.consumer.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sluice.consumer.model.State.Outcome;
import org.sluice.consumer.model.State.Result;

/** A batch: its entries in the register, its results, and what its producer knows. */
final class Batch {
    /** There is no such entry, or nothing to do. */
    static final int NONE = -1;

    boolean opened;
    /** The queues of the entries that stay, as bits. */
    int stays;
    /** What the moving entry says to be posted. */
    int moving = NONE;

    boolean stopped;
    /** How many jobs there are in the end; fewer than planned when it is stopped before. */
    int jobs;
    /** How many were posted, in truth. */
    int posted;
    /** How many the producer takes to be posted; {@link #NONE} while it posts nothing. */
    int posterAt = NONE;
    /** How many were posted for a dead producer whose last commit may still succeed. */
    int inDoubtAt = NONE;

    boolean producerIsAway;

    final List<Result> results = new ArrayList<>();
    /** So many of the results are read and in the journal, and not acknowledged. */
    int read;

    boolean resultsRemoved;
    final Outcome[] verdicts;
    final int[] verdictOfRun;
    /** The reports of attempts in the journal, as bits of their runs. */
    final int[] attempts;
    /** What was acknowledged and is not written yet: only by a mistaken collector. */
    Result unwritten;

    Batch(int allJobs, int jobs) {
        this.jobs = jobs;
        verdicts = new Outcome[allJobs];
        Arrays.fill(verdicts, Outcome.NONE);
        verdictOfRun = new int[allJobs];
        attempts = new int[allJobs];
    }

    Batch copy() {
        Batch copy = new Batch(verdicts.length, jobs);
        copy.opened = opened;
        copy.stays = stays;
        copy.moving = moving;
        copy.stopped = stopped;
        copy.posted = posted;
        copy.posterAt = posterAt;
        copy.inDoubtAt = inDoubtAt;
        copy.producerIsAway = producerIsAway;
        copy.results.addAll(results);
        copy.read = read;
        copy.resultsRemoved = resultsRemoved;
        copy.unwritten = unwritten;
        System.arraycopy(verdicts, 0, copy.verdicts, 0, verdicts.length);
        System.arraycopy(verdictOfRun, 0, copy.verdictOfRun, 0, verdicts.length);
        System.arraycopy(attempts, 0, copy.attempts, 0, verdicts.length);
        return copy;
    }

    void addTo(StringBuilder key) {
        key.append(opened ? 'o' : '-').append((char) ('0' + stays)).append((char) ('0' + moving));
        key.append(stopped ? 's' : '-').append((char) ('0' + jobs)).append((char) ('0' + posted));
        key.append((char) ('0' + posterAt)).append((char) ('0' + inDoubtAt)).append(producerIsAway ? 'a' : '-');
        for (Result result : results) {
            add(key, result);
        }
        key.append((char) ('0' + read)).append(resultsRemoved ? 'r' : '-');
        for (Outcome verdict : verdicts) {
            key.append((char) ('0' + verdict.ordinal()));
        }
        State.add(key, verdictOfRun);
        State.add(key, attempts);
        if (unwritten != null) {
            add(key, unwritten);
        }
        key.append('|');
    }

    private static void add(StringBuilder key, Result result) {
        key.append((char) ('a' + result.job()))
                .append((char) ('0' + result.run()))
                .append((char) ('0' + result.outcome().ordinal()))
                .append(result.isVerdict() ? 'v' : 't');
    }

    boolean isOpen() {
        return stays != 0;
    }

    boolean isOn(int queue) {
        return (stays & 1 << queue) != 0;
    }

    @Override
    public String toString() {
        StringBuilder key = new StringBuilder();
        addTo(key);
        return key.toString();
    }
}
