package org.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.sluice.broker.EmbeddedBroker;
import org.sluice.job.Job;
import org.sluice.job.Placement;
import org.sluice.job.Verdict;
import org.sluice.messaging.BrokerAddress;
import org.sluice.messaging.Link;
import org.sluice.messaging.LinkKeeper;
import org.sluice.messaging.OpenBatch;
import org.sluice.messaging.Poster;

/** A broker, producers, collectors and consumers, all real, that do one thing at a time, and what is expected of them. */
final class Rig implements AutoCloseable {
    static final Placement GPU = BrokerView.GPU;
    /** The jobs of each batch. */
    private static final Map<String, List<Job>> PLANNED = new LinkedHashMap<>();

    static {
        PLANNED.put("a-1", List.of(job(1, 0), job(2, 1), job(3, 0)));
        PLANNED.put("b-1", List.of(job(1, 0), job(2, 0).withPlacement(GPU)));
    }

    static final int JOBS = 5;
    private static final int MEMBERS = 3;
    private static final int MAX_DELIVERIES = 3;
    private static final int MOST_ROUNDS = 200;
    private static final Duration IDLE = Working.options(1).idle();
    private static final Duration GUARD = Duration.ofSeconds(20);

    private interface Act {
        void now() throws Exception;
    }

    /** Something that may be done now, so many times as likely as another. */
    private record Choice(String what, int weight, Act act) {}

    private final Path directory;
    private final EmbeddedBroker broker;
    private final BrokerAddress address;
    private final LinkKeeper keeper;
    private final Link link;
    private final BrokerView view;
    private final Collected collected;
    private final ConsumerActs acts;
    private final Expected expected = new Expected(Placement.ANYWHERE, GPU);
    private final Member[] members = new Member[MEMBERS];
    private final Map<String, Poster> posters = new HashMap<>();
    private final List<Member> all = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private boolean isFinishing;

    private Rig(Path directory) throws Exception {
        this.directory = directory;
        broker = EmbeddedBroker.start(EmbeddedBroker.Options.local(directory));
        address = new BrokerAddress(List.of(broker.vmUri()));
        keeper = new LinkKeeper(address, Optional.empty(), Optional.empty(), told -> {}, notice -> {});
        link = keeper.link(() -> false).orElseThrow();
        view = new BrokerView(broker.vmUri());
        collected = new Collected(link, expected, MAX_DELIVERIES);
        acts = new ConsumerActs(expected, view, link, members, MAX_DELIVERIES);
        for (int number = 0; number < MEMBERS; number++) {
            join(number);
        }
    }

    static Rig start() throws Exception {
        return new Rig(Files.createTempDirectory("sluice-rig"));
    }

    private static Job job(int number, int retries) {
        Job job = new Job(number, "Test " + number, List.of(Jobs.direct("true")));
        return job.withLimits(job.limits().withRetries(retries));
    }

    private void join(int number) {
        // the first one cannot run everything
        members[number] = new Member(number, number == 0 ? Set.of() : Set.of("gpu"), address, view::connections);
        all.add(members[number]);
    }

    Map<JobKey, Verdict> verdicts() {
        return collected.verdicts();
    }

    /** Does one of the things that can be done now, and sees whether all is as it has to be. */
    void step(int choice) throws Exception {
        List<Choice> choices = choices();
        int weights = choices.stream().mapToInt(Choice::weight).sum();
        int left = weights == 0 ? 0 : choice % weights;
        for (Choice each : choices) {
            left -= each.weight;
            if (left < 0) {
                act(each);
                return;
            }
        }
    }

    private void act(Choice choice) throws Exception {
        done.add(choice.what);
        try {
            choice.act.now();
            check();
        } catch (Exception | AssertionError e) {
            throw new AssertionError(e + "\nafter:\n  " + String.join("\n  ", done), e);
        }
    }

    private List<Choice> choices() throws Exception {
        List<Choice> choices = new ArrayList<>();
        for (String batch : PLANNED.keySet()) {
            producer(batch, choices);
        }
        for (Member member : members) {
            consumer(member, choices);
        }
        return choices;
    }

    private void producer(String id, List<Choice> choices) {
        List<Job> jobs = PLANNED.get(id);
        Expected.Batch batch = expected.batches.get(id);
        if (batch == null) {
            choices.add(new Choice("open " + id, 8, () -> open(id)));
            return;
        }
        if (!batch.isAllPosted()) {
            choices.add(new Choice("post of " + id, 8, () -> {
                int from = batch.posted;
                OpenBatch now = posters.get(id).post(jobs.subList(from, from + 1));
                assertThat(now.posted()).isEqualTo(from + 1);
                expected.posted(id, 1);
            }));
            choices.add(new Choice("another producer takes up " + id, 2, () -> {
                // the old one is not closed: who comes from the dead must not post anything
                Poster old =
                        posters.put(id, link.poster(link.register().find(id).orElseThrow()));
                old.close();
            }));
        }
        if (expected.isOpen(id) && !batch.stopped && !isFinishing) {
            choices.add(new Choice("cancel " + id, 1, () -> {
                assertThat(link.register().stop(id, OpenBatch.State.STOP)).isTrue();
                expected.stopped(id);
            }));
        }
        choices.add(new Choice("collect " + id, isFinishing ? 0 : 3, () -> collected.collect(id)));
        if (!isFinishing) {
            choices.add(new Choice(
                    "collect " + id + ", and die before acknowledging", 1, () -> collected.collectAndDie(id)));
        }
    }

    private void open(String id) throws Exception {
        List<Job> jobs = PLANNED.get(id);
        Set<Placement> queues = new LinkedHashSet<>();
        jobs.forEach(job -> queues.add(job.placement()));
        posters.put(
                id,
                link.poster(new OpenBatch(
                        id, 1, "server.inp", Instant.now(), jobs.size(), 0, OpenBatch.State.RUN, queues)));
        expected.opened(new Expected.Batch(id, jobs));
    }

    private void consumer(Member member, List<Choice> choices) {
        String who = "consumer " + member.number;
        if (member.isIdle() && member.isLeaving()) {
            choices.add(new Choice(who + " leaves, and another joins", isFinishing ? 0 : 2, () -> {
                member.die();
                expected.goneAway(member.number);
                join(member.number);
            }));
            return;
        }
        if (!member.isIdle()) {
            choices.add(new Choice(who + " passes its job", 8, () -> {
                member.run.pass();
                acts.ended(member);
            }));
            if (!isFinishing) {
                choices.add(new Choice(who + " fails its job", 3, () -> {
                    member.run.end(Verdict.FAILED, "as the test wants");
                    acts.ended(member);
                }));
            }
        } else if (canTake(member)) {
            choices.add(new Choice(who + " takes", 10, () -> acts.take(member)));
        }
        choices.add(new Choice(who + " looks around", 6, () -> acts.look(member, isFinishing ? IDLE : Duration.ZERO)));
        if (!isFinishing) {
            choices.add(new Choice(who + " is cut off", 2, () -> {
                member.cut();
                expected.goneAway(member.number);
            }));
            choices.add(new Choice(who + " dies, and another joins", 2, () -> {
                member.die();
                expected.goneAway(member.number);
                join(member.number);
            }));
        }
    }

    private boolean canTake(Member member) {
        return member.served.stream().anyMatch(queue -> !expected.next(queue).isEmpty());
    }

    /** What is on the broker is what has to be there. */
    private void check() throws Exception {
        Map<String, OpenBatch> open = link.register().read();
        assertThat(new TreeSet<>(open.keySet())).as("open batches").isEqualTo(expected.open());
        open.forEach((id, batch) -> {
            Expected.Batch its = expected.batches.get(id);
            assertThat(batch.posted()).as("posted of " + id).isEqualTo(its.posted);
            assertThat(batch.queues()).as("queues of " + id).isEqualTo(its.stays);
        });
        for (Placement queue : expected.queues.keySet()) {
            await().atMost(GUARD)
                    .pollInterval(Duration.ofMillis(2))
                    .pollDelay(Duration.ZERO)
                    .untilAsserted(() -> {
                        acts.noteThoseThatEnded();
                        assertThat(List.of(view.count(queue), view.inFlight(queue)))
                                .as("messages on %s, and those in somebody's hands", queue)
                                .isEqualTo(List.of((long) expected.size(queue), expected.held(queue)));
                    });
        }
    }

    /** Lets everybody do his part, with no further mishap, until there is nothing left to do; and sees that there is. */
    void finish() throws Exception {
        isFinishing = true;
        for (int round = 0; round < MOST_ROUNDS && !isOver(); round++) {
            for (int number = 0; number < MEMBERS; number++) {
                boolean isNeeded = !expected.open().isEmpty() || expected.batches.size() < PLANNED.size();
                if (members[number].isLeaving() && members[number].isIdle() && isNeeded) {
                    Member gone = members[number];
                    act(new Choice("consumer " + number + " leaves, and another joins", 1, () -> {
                        gone.die();
                        expected.goneAway(gone.number);
                        join(gone.number);
                    }));
                }
            }
            for (Choice choice : choices()) {
                boolean isPossible = choice.weight > 0 && !choice.what.startsWith("another producer");
                if (isPossible && choices().stream().anyMatch(now -> now.what.equals(choice.what))) {
                    Choice now = choices().stream()
                            .filter(other -> other.what.equals(choice.what))
                            .findFirst()
                            .orElseThrow();
                    act(now);
                }
            }
        }
        act(new Choice("the end", 1, this::checkEnd));
    }

    private boolean isOver() throws Exception {
        for (Member member : members) {
            if (!member.isLeaving() || !member.isIdle()) {
                return false;
            }
        }
        return expected.batches.size() == PLANNED.size() && expected.open().isEmpty();
    }

    private void checkEnd() throws Exception {
        assertThat(isOver())
                .as("3: all batches have ended and all consumers have left")
                .isTrue();
        for (Expected.Batch batch : expected.batches.values()) {
            collected.collect(batch.id);
            for (int at = 0; at < batch.posted; at++) {
                JobKey key = new JobKey(batch.id, batch.jobs.get(at).number());
                assertThat(collected.verdicts()).as("1: %s has a verdict", key).containsKey(key);
            }
        }
        for (Placement queue : expected.queues.keySet()) {
            assertThat(expected.queues.get(queue))
                    .as("messages left on " + queue)
                    .isEmpty();
        }
    }

    @Override
    public void close() throws IOException {
        for (Member member : all) {
            try {
                member.die();
            } catch (Exception e) {
                throw new IllegalStateException("consumer " + member.number + " cannot be ended", e);
            }
        }
        keeper.close();
        broker.close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }
}
