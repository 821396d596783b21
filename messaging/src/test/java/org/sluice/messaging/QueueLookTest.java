package org.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Looks that see all there is, and end as soon as the end is told: the client's own browser missed the last messages once in
 * some thousand looks, and slept for two seconds once in some hundred.
 */
class QueueLookTest {
    /** So long that a look which misses the end fails the test instead of being late. */
    private static final long NEVER = Duration.ofDays(1).toMillis();

    @TempDir
    Path temp;

    @Test
    @Timeout(300)
    void everyOneOfManyLooksSeesAllAndNeedsNoSecondWakeUp() throws Exception {
        try (TestBroker broker = TestBroker.local(temp)) {
            broker.link().poster(Samples.batch("batch", 3, 1)).close();
            Link link = broker.link();
            Thread busy = busyLooks(broker.link());
            for (int i = 0; i < 4_000; i++) {
                QueueLook look = new QueueLook(link.connection(), NEVER);
                assertThat(look.see(Destinations.BATCHES, null, 100)).hasSize(2);
                look.close();
            }
            busy.interrupt();
            busy.join();
        }
    }

    @Test
    void seesAWholePageAndNotMoreThanAsked() throws Exception {
        try (TestBroker broker = TestBroker.local(temp)) {
            for (int i = 0; i < 300; i++) {
                broker.send(Destinations.DEAD, "text " + i);
            }
            Link link = broker.link();
            assertThat(link.browse(Destinations.DEAD, null, Integer.MAX_VALUE)).hasSize(300);
            assertThat(link.browse(Destinations.DEAD, null, 5)).hasSize(5);
        }
    }

    /** It waited for ever, as long as it asked only whether the session was stopped. */
    @Test
    @Timeout(60)
    void aLookThatWaitsEndsWhenItsConnectionIsClosedAndNotOnlyStopped() throws Exception {
        try (TestBroker broker = TestBroker.local(temp)) {
            QueueLook look = new QueueLook(broker.link().connection(), 20);
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> {
                try {
                    look.awaitNews();
                } catch (JMSException e) {
                    throw new IllegalStateException(e);
                }
            });

            // as the connection does that was closed by another thread, which had met its end first
            look.dispose();

            assertThat(waiting).succeedsWithin(Duration.ofSeconds(30));
        }
    }

    /** Makes the threads meet in other orders. */
    private static Thread busyLooks(Link link) {
        Thread thread = new Thread(() -> {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    link.browse(Destinations.BATCHES, null, 1);
                }
            } catch (LinkBroken e) {
                // interrupted in the middle of a look
            }
        });
        thread.start();
        return thread;
    }
}
