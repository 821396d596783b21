package org.sluice.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import org.sluice.job.Access;
import org.sluice.job.Verdict;
import org.sluice.messaging.BrokerAddress;
import org.sluice.messaging.Delivery;
import org.sluice.messaging.JobDelivery;
import org.sluice.messaging.Link;
import org.sluice.messaging.LinkBroken;
import org.sluice.messaging.LinkKeeper;
import org.sluice.messaging.Pill;
import org.sluice.messaging.Register;
import org.sluice.messaging.SlotSession;

/** A consumer with one slot that does what a test tells it, one step after the other. */
final class ScriptedConsumer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String name;
    private final LinkKeeper keeper;
    private final Link link;
    private final SlotSession session;

    ScriptedConsumer(String name, BrokerAddress broker, Optional<Access> access) throws Exception {
        this.name = name;
        this.keeper = new LinkKeeper(broker, access, Optional.of(PATIENCE), sentence -> {}, notice -> {});
        this.link = keeper.link(() -> false).orElseThrow();
        this.session = link.slot(sentence -> {});
    }

    Register register() {
        return link.register();
    }

    Link link() {
        return link;
    }

    /** Takes what comes next, which must be a job, and tells that it begins. */
    JobDelivery begin() throws LinkBroken {
        JobDelivery job = (JobDelivery) next();
        job.started(Batches.attempt(job.job().number(), name, job.count()));
        return job;
    }

    /** Ends a job with a verdict. */
    void finish(JobDelivery job, Verdict verdict) throws LinkBroken {
        job.finish(
                Batches.finished(Batches.attempt(job.job().number(), name, job.count()), verdict, "as the test wants"));
    }

    /** Sends a verdict on a job that it has had over another connection. */
    void tell(int job, Verdict verdict) throws LinkBroken {
        session.send("batch-1", Batches.finished(Batches.attempt(job, name, 1), verdict, "as the test wants"));
    }

    /** Takes so many jobs and passes each. */
    void pass(int jobs) throws LinkBroken {
        for (int i = 0; i < jobs; i++) {
            finish(begin(), Verdict.PASSED);
        }
    }

    /** Takes what comes next, which must be the pill. */
    Pill pill() throws LinkBroken {
        return (Pill) next();
    }

    /** Takes the pill and ends the batch with it. */
    void end() throws LinkBroken {
        assertThat(pill().endIfNothingIsLeft()).isEqualTo(Pill.Fate.ENDED);
    }

    /** Takes what there is: passes jobs, and does with pills what is to be done with them, until nothing comes. */
    void sweep() throws LinkBroken {
        Optional<Delivery> delivery = session.receive(Duration.ofMillis(200));
        while (delivery.isPresent()) {
            if (delivery.get() instanceof JobDelivery job) {
                finish(job, Verdict.PASSED);
            } else if (delivery.get() instanceof Pill pill) {
                await().atMost(PATIENCE).until(() -> pill.endIfNothingIsLeft() != Pill.Fate.KEPT);
            }
            delivery = session.receive(Duration.ofMillis(200));
        }
    }

    /** Whether nothing at all is on the queue of jobs. */
    boolean findsNothing() throws LinkBroken {
        return session.receive(Duration.ofMillis(200)).isEmpty();
    }

    private Delivery next() throws LinkBroken {
        return session.receive(PATIENCE).orElseThrow(() -> new AssertionError("nothing came"));
    }

    @Override
    public void close() {
        session.close();
        keeper.close();
    }
}
