package org.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.job.Placement;
import org.sluice.messaging.Delivery;
import org.sluice.messaging.JobDelivery;
import org.sluice.messaging.Link;
import org.sluice.messaging.OpenBatch;
import org.sluice.messaging.Pill;

/** What consumers do, and whether they may do that. */
final class ConsumerActs {
    private static final Duration GUARD = Duration.ofSeconds(20);

    private final Expected expected;
    private final BrokerView view;
    private final Link link;
    private final Member[] members;
    private final int maxDeliveries;

    /** @param members those that there are at any time */
    ConsumerActs(Expected expected, BrokerView view, Link link, Member[] members, int maxDeliveries) {
        this.expected = expected;
        this.view = view;
        this.link = link;
        this.members = members;
        this.maxDeliveries = maxDeliveries;
    }

    /** Has its slot take what there is. */
    void take(Member member) throws Exception {
        Optional<Delivery> delivery = member.take(GUARD);
        if (member.run != null) {
            String batch = member.run.context().batch();
            member.held = expected.taken(member.served, batch, member.run.job(), member.number);
            member.known.add(batch);
            assertThat(member.run.context().delivery())
                    .as("how often %s was delivered", Expected.name(batch, member.run.job()))
                    .isEqualTo(member.held.returns + 1);
        } else if (delivery.orElseThrow() instanceof Pill pill) {
            expected.taken(Set.of(takenFrom()), pill.batch(), 0, member.number);
        } else if (delivery.get() instanceof JobDelivery job) {
            // it had a reason to run nothing
            Expected.Message message =
                    expected.taken(member.served, job.batch(), job.job().number(), member.number);
            member.known.add(job.batch());
            expected.acknowledged(message, maxDeliveries);
        }
    }

    /** The queue of which somebody holds one more than was known. */
    private Placement takenFrom() {
        return await().atMost(GUARD)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(
                        () -> {
                            noteThoseThatEnded();
                            for (Placement queue : expected.queues.keySet()) {
                                if (view.inFlight(queue) > expected.held(queue)) {
                                    return Optional.of(queue);
                                }
                            }
                            return Optional.<Placement>empty();
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    /** Its job has ended. */
    void ended(Member member) throws Exception {
        String batch = member.run.context().batch();
        JobKey key = new JobKey(batch, member.run.job());
        member.awaitAct();
        member.finished.forEach(result -> expected.told.merge(key, 1, Integer::sum));
        if (member.held != null && member.attempted.isEmpty()) {
            expected.acknowledged(member.held, maxDeliveries);
        } else if (member.held != null) {
            member.held.holder = Expected.NOBODY;
        }
        member.finished.clear();
        member.attempted.clear();
        member.held = null;
    }

    /**
     * Has its steward look around once.
     *
     * @param sinceBegin how long the consumer has been there
     */
    void look(Member member, Duration sinceBegin) throws Exception {
        List<Expected.Message> pills = expected.heldBy(member.number).stream()
                .filter(Expected.Message::isPill)
                .toList();
        member.look(sinceBegin);
        Map<String, OpenBatch> open = link.register().read();
        for (Expected.Message pill : pills) {
            Placement queue = expected.queues.entrySet().stream()
                    .filter(entry -> entry.getValue().contains(pill))
                    .findFirst()
                    .orElseThrow()
                    .getKey();
            boolean isOver = !open.containsKey(pill.batch)
                    || !open.get(pill.batch).queues().contains(queue);
            assertThat(isOver)
                    .as("3: batch %s is over on %s when no job of it is left there", pill.batch, queue)
                    .isEqualTo(!expected.hasJobs(pill.batch, queue));
            if (isOver) {
                expected.ended(pill.batch, queue);
                expected.acknowledged(pill, maxDeliveries);
            }
        }
        member.served.retainAll(Set.of(Placement.ANYWHERE));
        open.forEach(
                (id, batch) -> batch.queues().stream().filter(member::offers).forEach(queue -> {
                    member.served.add(queue);
                    member.known.add(id);
                }));
        if (member.isLeaving()) {
            assertThat(member.known.stream()
                            .filter(id -> open.containsKey(id)
                                    && open.get(id).queues().stream().anyMatch(member::offers)))
                    .as("3: open batches that consumer %s knows and leaves", member.number)
                    .isEmpty();
        }
    }

    /** A job that runs ends by itself when another consumer has told its result. */
    void noteThoseThatEnded() throws Exception {
        for (Member member : members) {
            if (!member.isIdle() && member.hasEnded()) {
                ended(member);
            }
        }
    }
}
