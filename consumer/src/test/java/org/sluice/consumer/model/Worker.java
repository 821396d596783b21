package org.sluice.consumer.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sluice.consumer.model.State.Outcome;

/** A consumer: its slots, its steward, and what it knows. */
final class Worker {
    enum Status {
        JOINED,
        /** It takes no job any more. */
        LEAVING,
        LEFT,
        DEAD
    }

    enum Connection {
        UP,
        /** The broker has dropped it, and the consumer does not know. */
        GONE,
        /** The consumer knows. */
        BROKEN
    }

    enum Phase {
        IDLE,
        RUNS,
        /** It has a result to send. */
        TELLS,
        /** The result is sent, the job not acknowledged. */
        ACKNOWLEDGES,
        /** The report of an attempt is sent, and the job to be handed back. */
        HANDS_BACK,
        /** It has a copy of the job that another slot here still runs. */
        AWAITS_OWN
    }

    /**
     * What a slot does.
     *
     * @param isVerdict whether the job has its verdict by what it has to send
     * @param attached whether the job's message is still its own
     */
    record Slot(Phase phase, int job, int run, Outcome outcome, boolean isVerdict, boolean attached) {
        static final Slot IDLE = new Slot(Phase.IDLE, 0, 0, Outcome.NONE, false, false);

        static Slot runs(int job, int run) {
            return new Slot(Phase.RUNS, job, run, Outcome.NONE, false, true);
        }

        Slot tells(Outcome newOutcome, boolean verdict) {
            return new Slot(Phase.TELLS, job, run, newOutcome, verdict, attached);
        }

        Slot in(Phase newPhase) {
            return new Slot(newPhase, job, run, outcome, isVerdict, attached);
        }

        Slot cutOff() {
            return new Slot(phase, job, run, outcome, isVerdict, false);
        }
    }

    /** @param missed whether its batch was missed in the register at the last look */
    record Pill(int batch, int queue, boolean missed) {}

    /** What the steward does next. */
    enum Care {
        LOOK,
        BROWSE,
        REMOVE,
        REMOVE_OWN,
        REMOVE_REST,
        LOOK_AGAIN,
        ACKNOWLEDGE,
        READ,
        DECIDE
    }

    Status status = Status.JOINED;
    Connection connection = Connection.UP;
    final Slot[] slots;
    final List<Pill> pills = new ArrayList<>();
    Care care = Care.READ;
    int pillAt;
    boolean ends;
    boolean sawBatch;
    /** The batch that it has ended itself, when it has heard of no other since; {@link Batch#NONE} for none. */
    int ended = Batch.NONE;

    boolean nothingBefore;
    /** The batches that it has heard of since it read the register, as bits. */
    int news;
    /** The notices on their way to it, as bits of batches. */
    int told;
    /** The batches that it has heard of, as bits. */
    int known;
    /** What it has last read, as bits. */
    int reading;
    /** The batches that it knows to be stopped, as bits. */
    int stopped;
    /** The jobs whose result it has sent over another connection, as bits. */
    int settled;

    Worker(int slots) {
        this.slots = new Slot[slots];
        Arrays.fill(this.slots, Slot.IDLE);
    }

    Worker copy() {
        Worker copy = new Worker(slots.length);
        System.arraycopy(slots, 0, copy.slots, 0, slots.length);
        copy.status = status;
        copy.connection = connection;
        copy.pills.addAll(pills);
        copy.care = care;
        copy.pillAt = pillAt;
        copy.ends = ends;
        copy.sawBatch = sawBatch;
        copy.ended = ended;
        copy.nothingBefore = nothingBefore;
        copy.news = news;
        copy.told = told;
        copy.known = known;
        copy.reading = reading;
        copy.stopped = stopped;
        copy.settled = settled;
        return copy;
    }

    void addTo(StringBuilder key) {
        key.append((char) ('0' + status.ordinal())).append((char) ('0' + connection.ordinal()));
        for (Slot slot : slots) {
            key.append((char) ('0' + slot.phase.ordinal()))
                    .append((char) ('a' + slot.job))
                    .append((char) ('0' + slot.run))
                    .append((char) ('0' + slot.outcome.ordinal()))
                    .append(slot.isVerdict ? 'v' : '-')
                    .append(slot.attached ? 'a' : '-');
        }
        for (Pill pill : pills) {
            key.append((char) ('a' + pill.batch))
                    .append((char) ('0' + pill.queue))
                    .append(pill.missed ? 'm' : '-');
        }
        key.append((char) ('0' + care.ordinal())).append((char) ('0' + pillAt)).append(ends ? 'e' : '-');
        key.append(sawBatch ? 's' : '-').append((char) ('0' + ended)).append(nothingBefore ? 'n' : '-');
        State.add(key, new int[] {told, news, known, reading, stopped, settled});
        key.append('|');
    }

    boolean isThere() {
        return status == Status.JOINED || status == Status.LEAVING;
    }

    boolean isIdle() {
        return Arrays.stream(slots).allMatch(slot -> slot.phase == Phase.IDLE);
    }

    boolean isBetweenPills() {
        return connection != Connection.UP || care == Care.LOOK || care == Care.READ;
    }

    void hears(int batch, Scope scope) {
        sawBatch = true;
        news |= 1 << batch;
        boolean isNews = ended != batch && !scope.has(Defect.LEAVES_BY_OLD_READING);
        ended = isNews ? Batch.NONE : ended;
        known |= 1 << batch;
    }

    /** It comes to know that its connection is gone. */
    void noticesTheBreak(Scope scope) {
        connection = Connection.BROKEN;
        pills.clear();
        care = Care.READ;
        pillAt = 0;
        for (int at = 0; at < slots.length; at++) {
            Slot slot = slots[at];
            boolean isKilled =
                    slot.phase == Phase.RUNS && scope.jobs.get(slot.job).locks();
            boolean isNothing = slot.phase == Phase.HANDS_BACK || slot.phase == Phase.AWAITS_OWN || isKilled;
            if (isNothing) {
                slots[at] = Slot.IDLE;
            } else if (slot.phase == Phase.ACKNOWLEDGES) {
                slots[at] = slot.in(Phase.TELLS).cutOff();
            } else if (slot.phase != Phase.IDLE) {
                slots[at] = slot.cutOff();
            }
        }
    }

    @Override
    public String toString() {
        StringBuilder key = new StringBuilder();
        addTo(key);
        return status + " " + Arrays.toString(slots) + pills + care + key;
    }
}
