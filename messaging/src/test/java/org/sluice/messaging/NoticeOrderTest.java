package org.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.messaging.TestBroker.GUARD;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.broker.Role;

/** A consumer that hands a job back after an attempt says so first: the next one has to know which attempt its own is. */
class NoticeOrderTest {
    private static final int ROUNDS = 300;

    @TempDir
    Path temp;

    @Test
    void whoGetsAJobThatWasHandedBackHasHeardTheNoticeBefore() throws Exception {
        try (TestBroker broker = TestBroker.listening(temp)) {
            handOverAndBack(broker);
        }
    }

    @Test
    void alsoWithinOneProcess() throws Exception {
        try (TestBroker broker = TestBroker.local(temp)) {
            handOverAndBack(broker);
        }
    }

    private static void handOverAndBack(TestBroker broker) throws Exception {
        Set<Notice> heard = ConcurrentHashMap.newKeySet();
        Link second = broker.link(Role.CONSUMER);
        second.onNotice(heard::add);
        Link first = broker.link(Role.CONSUMER);
        try (Poster poster = broker.link().poster(Samples.batch("a", 1, 1));
                SlotSession next = second.slot(told -> {})) {
            poster.post(Samples.jobs(1, 1));
            for (int round = 1; round <= ROUNDS; round++) {
                try (SlotSession slot = first.slot(told -> {})) {
                    JobDelivery job = job(slot);
                    Notice notice = new Notice.Attempted("first", new Presence.Tried("a", 1, round, false));
                    WaitingSlot waiting = new WaitingSlot(next, heard, notice);
                    waiting.start();
                    first.notify(notice);
                    job.handBack();
                    waiting.join(GUARD.toMillis());
                    assertThat(waiting.outcome).as("round " + round).isEqualTo(List.of(true));
                }
            }
        }
    }

    private static JobDelivery job(SlotSession slot) throws LinkBroken {
        Delivery delivery = slot.receive(GUARD).orElseThrow();
        while (!(delivery instanceof JobDelivery)) {
            delivery = slot.receive(GUARD).orElseThrow();
        }
        return (JobDelivery) delivery;
    }

    /** Notes whether the notice was heard when the job came, and gives the job back. */
    private static final class WaitingSlot extends Thread {
        private final SlotSession slot;
        private final Set<Notice> heard;
        private final Notice notice;
        private volatile List<Boolean> outcome = List.of();

        WaitingSlot(SlotSession slot, Set<Notice> heard, Notice notice) {
            this.slot = slot;
            this.heard = heard;
            this.notice = notice;
        }

        @Override
        public void run() {
            try {
                JobDelivery job = job(slot);
                outcome = List.of(heard.contains(notice));
                job.handBack();
            } catch (LinkBroken e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
