package org.sluice.launcher;

import java.util.function.Consumer;
import org.sluice.consumer.JobConsumer;
import org.sluice.messaging.BrokerUnavailable;

/** A consumer that works beside something else in the same process. */
final class ConsumerThread {
    private final Thread thread;
    private volatile Exception failure;

    private ConsumerThread(JobConsumer consumer, Consumer<Exception> onFailure) {
        this.thread = new Thread(
                () -> {
                    try {
                        consumer.run();
                    } catch (BrokerUnavailable | InterruptedException | RuntimeException e) {
                        failure = e;
                        onFailure.accept(e);
                    }
                },
                "sluice-consumer");
    }

    static ConsumerThread start(JobConsumer consumer, Consumer<Exception> onFailure) {
        ConsumerThread started = new ConsumerThread(consumer, onFailure);
        started.thread.start();
        return started;
    }

    /** Waits for its end. */
    void await() throws InterruptedException {
        thread.join();
    }

    /** Waits for its end, and throws what it failed with. */
    void join() throws BrokerUnavailable, InterruptedException {
        await();
        Exception e = failure;
        if (e instanceof BrokerUnavailable unavailable) {
            throw unavailable;
        }
        if (e != null) {
            throw new IllegalStateException("the consumer failed", e);
        }
    }
}
