package org.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sluice.job.Access;
import org.sluice.messaging.BrokerAddress;

/** A consumer that works on a thread of its own, with a scripted runner. */
final class Working implements ConsumerListener {
    final ScriptedRunner runner = new ScriptedRunner();
    final JobConsumer consumer;
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final FutureTask<Void> work;
    private final Thread thread;

    private final int slots;

    private Working(ConsumerOptions options, BrokerAddress broker, Optional<Access> access) {
        this.slots = options.slots();
        this.consumer = new JobConsumer(options, broker, access, runner, this, Clock.systemUTC());
        this.work = new FutureTask<>(() -> {
            consumer.run();
            return null;
        });
        this.thread = new Thread(work, "test-consumer");
    }

    static Working start(ConsumerOptions options, BrokerAddress broker, Optional<Access> access) {
        Working working = new Working(options, broker, access);
        working.thread.start();
        return working;
    }

    static ConsumerOptions options(int slots) {
        return new ConsumerOptions("lab1", slots, false, Duration.ofMinutes(1), 3, Optional.empty());
    }

    static ConsumerOptions staying(int slots) {
        return new ConsumerOptions("lab1", slots, true, Duration.ofMinutes(1), 3, Optional.empty());
    }

    @Override
    public void noted(String sentence) {
        notes.add(sentence);
    }

    List<String> notes() {
        return notes;
    }

    int slots() {
        return slots;
    }

    boolean isWorking() {
        return !work.isDone();
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Waits until it has left; throws what it failed with. */
    void awaitLeft() throws Throwable {
        try {
            work.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause();
        } catch (TimeoutException e) {
            throw new AssertionError("the consumer did not leave; it said " + notes, e);
        }
        assertThat(runner.isClosed()).as("the runner is closed").isTrue();
    }

    /** Waits until it has left as it should. */
    void awaitLeftUnchecked() {
        try {
            awaitLeft();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Ends it, whatever it does. */
    void end() throws InterruptedException {
        consumer.leaveAtOnce();
        thread.join();
    }
}
