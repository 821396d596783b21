package org.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.sluice.job.Placement;

class RosterTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Roster roster = new Roster(now::get);

    @Test
    void knowsWhoHasAnnouncedItselfUntilItIsSilentForFifteenSeconds() {
        roster.heard(presence("a", Presence.State.IN_SERVICE));
        pass(Duration.ofSeconds(10));
        roster.heard(presence("b", Presence.State.IN_SERVICE));
        assertThat(ids()).containsExactly("a", "b");

        pass(Duration.ofSeconds(5));
        assertThat(ids()).containsExactly("a", "b");
        pass(Duration.ofNanos(1));
        assertThat(ids()).containsExactly("b");
        roster.heard(presence("a", Presence.State.IN_SERVICE));
        assertThat(ids()).containsExactly("b", "a");
    }

    @Test
    void forgetsAtOnceWhoSaysGoodBye() {
        roster.heard(presence("a", Presence.State.IN_SERVICE));
        roster.heard(presence("a", Presence.State.IN_SERVICE).gone());
        assertThat(ids()).isEmpty();
    }

    @Test
    void hearsFromANoticeThatAConsumerHasTriedAJob() {
        roster.heard(presence("a", Presence.State.IN_SERVICE));
        roster.heard(presence("b", Presence.State.IN_SERVICE));
        roster.heard(tried("a", 1, false));
        roster.heard(tried("a", 2, false));
        roster.heard(tried("nobody", 3, false));

        assertThat(roster.attempts("heat-1", 7)).isEqualTo(2);
        assertThat(roster.attempts("heat-1", 8)).isZero();
        assertThat(roster.attempts("heat-2", 7)).isZero();
        assertThat(roster.hasUntriedTaker("a", "heat-1", 7, Placement.ANYWHERE)).isTrue();
        assertThat(roster.hasUntriedTaker("b", "heat-1", 7, Placement.ANYWHERE)).isFalse();
        assertThat(roster.hasUntriedTaker("b", "heat-1", 8, Placement.ANYWHERE)).isTrue();
        assertThat(roster.hasUntriedTaker("b", "heat-1", 8, placement(3, "gpu")))
                .isFalse();
        assertThat(roster.present().get(0).tried()).containsExactly(new Presence.Tried("heat-1", 7, 2, false));
    }

    @Test
    void whoHasTriedAJobInVainMayStillBeAbleToRunIt() {
        roster.heard(presence("a", Presence.State.IN_SERVICE));
        roster.heard(tried("a", 1, false));
        assertThat(roster.hasUntriedTaker("me", "heat-1", 7, Placement.ANYWHERE))
                .isFalse();
        assertThat(roster.hasAbleTaker("me", "heat-1", 7, Placement.ANYWHERE)).isTrue();

        roster.heard(tried("a", 1, true));
        assertThat(roster.hasAbleTaker("me", "heat-1", 7, Placement.ANYWHERE)).isFalse();
        assertThat(roster.hasAbleTaker("me", "heat-1", 8, Placement.ANYWHERE)).isTrue();
    }

    private static Notice tried(String consumer, int attempts, boolean unable) {
        return new Notice.Attempted(consumer, new Presence.Tried("heat-1", 7, attempts, unable));
    }

    @Test
    void onlyWhoTakesJobsAndOffersWhatAJobNeedsIsATaker() {
        roster.heard(presence("in", Presence.State.IN_SERVICE));
        roster.heard(presence("drains", Presence.State.DRAINING));
        roster.heard(presence("pauses", Presence.State.PAUSED));
        roster.heard(presence("out", Presence.State.OUT_OF_SERVICE));
        roster.heard(presence("leaves", Presence.State.LEAVING));

        assertThat(roster.takers(placement(2, "gpu"))).extracting(Presence::id).containsExactly("in", "drains");
        assertThat(roster.takers(placement(3, "gpu"))).isEmpty();
        assertThat(roster.takers(placement(2, "gpu", "linux"))).isEmpty();
    }

    @Test
    void knowsWhoRunsAJobAlsoWhileThatOneIsLeaving() {
        roster.heard(new Presence(
                "a",
                "lab3",
                new TreeSet<>(),
                1,
                0,
                Presence.State.LEAVING,
                "",
                List.of(),
                List.of(new Presence.Running("heat-1", 7))));
        assertThat(roster.runnerOf("heat-1", 7)).map(Presence::id).contains("a");
        assertThat(roster.runnerOf("heat-1", 8)).isEmpty();
    }

    @Test
    void allHaveAnsweredASecondAfterTheyWereAsked() {
        assertThat(roster.untilAnswered()).isEqualTo(Duration.ofSeconds(1));
        roster.asked();
        pass(Duration.ofMillis(400));
        assertThat(roster.untilAnswered()).isEqualTo(Duration.ofMillis(600));
        pass(Duration.ofMillis(601));
        assertThat(roster.untilAnswered()).isZero();
        roster.asked();
        assertThat(roster.untilAnswered()).isEqualTo(Duration.ofSeconds(1));
    }

    private static Placement placement(int slots, String... needs) {
        return new Placement(new TreeSet<>(List.of(needs)), slots, false, new TreeSet<>());
    }

    private static Presence presence(String id, Presence.State state) {
        return new Presence(id, "lab-" + id, new TreeSet<>(List.of("gpu")), 2, 1, state, "", List.of(), List.of());
    }

    private List<String> ids() {
        return roster.present().stream().map(Presence::id).toList();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
