package org.sluice.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.producer.Batches.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.ConsumerState;
import org.sluice.messaging.Presence;
import org.sluice.messaging.Roster;
import org.sluice.reporting.BatchDirectory;

class ConsumerWatchTest {
    private static final Instant START = Instant.parse("2026-11-24T09:15:00Z");

    @TempDir
    Path temp;

    private final Heard heard = new Heard();
    private BatchDirectory directory;
    private Ledger ledger;
    private Duration passed = Duration.ZERO;
    private ConsumerWatch watch;

    @BeforeEach
    void setUp() {
        directory = BatchDirectory.of(temp, "batch-1");
        ledger = Ledger.create(directory, temp, batch(1), clock(), List.of(heard));
        watch = watch();
    }

    @AfterEach
    void tearDown() {
        ledger.close();
    }

    @Test
    void whatAConsumerDoesIsWrittenDownWhenItChanges() {
        hear("5f0c", Presence.State.IN_SERVICE, "");
        look();
        hear("5f0c", Presence.State.DRAINING, "");
        look();
        passes(Duration.ofSeconds(3));
        hear("5f0c", Presence.State.PAUSED, "the disk is full");
        look();
        hear("5f0c", Presence.State.PAUSED, "the disk is full");
        look();
        hear("5f0c", Presence.State.IN_SERVICE, "");
        look();
        hear("5f0c", Presence.State.LEAVING, "");
        look();
        hear("5f0c", Presence.State.GONE, "");
        look();
        look();

        assertThat(heard.lines())
                .containsExactly(
                        "consumer lab3 in service",
                        "consumer lab3 paused",
                        "consumer lab3 in service",
                        "consumer lab3 leaving",
                        "consumer lab3 gone");
        assertThat(ledger.outcome().consumers().get(1))
                .isEqualTo(new ConsumerState(
                        "5f0c",
                        "lab3",
                        4,
                        ConsumerState.Kind.PAUSED,
                        "the disk is full",
                        START.plus(Duration.ofSeconds(3))));
    }

    @Test
    void itIsInTheJournalAsANoteThatWhoDoesNotKnowItPassesOver() throws IOException {
        hear("5f0c", Presence.State.OUT_OF_SERVICE, "5 jobs in a row could not be run here");
        look();

        List<String> lines = Files.readAllLines(directory.journal());
        assertThat(lines.get(lines.size() - 1))
                .isEqualTo(
                        "{\"type\":\"note\",\"at\":\"2026-11-24T09:15:00Z\",\"note\":\"Consumer lab3 (4 slots) is out of"
                                + " service: 5 jobs in a row could not be run here.\",\"consumer\":{\"id\":\"5f0c\","
                                + "\"name\":\"lab3\",\"slots\":4,\"state\":\"out of service\","
                                + "\"why\":\"5 jobs in a row could not be run here\",\"since\":\"2026-11-24T09:15:00Z\"}}");
        assertThat(Ledger.read(directory).outcome()).isEqualTo(ledger.outcome());
    }

    @Test
    void aStateThatANewerProgramHasWrittenIsPassedOver() throws IOException {
        hear("5f0c", Presence.State.IN_SERVICE, "");
        look();
        ledger.close();
        String journal = Files.readString(directory.journal());
        Files.writeString(directory.journal(), journal.replace("in service", "on holiday"));

        assertThat(Ledger.read(directory).outcome().consumers()).isEmpty();
    }

    @Test
    void whoIsSilentForLongIsMissedSinceItWasHeardLast() {
        hear("5f0c", Presence.State.IN_SERVICE, "");
        hear("77aa", Presence.State.IN_SERVICE, "");
        look();
        lookFor(Roster.SILENCE.minusSeconds(1), "77aa");
        assertThat(heard.lines()).hasSize(2);

        lookFor(Duration.ofSeconds(2), "77aa");
        look();

        assertThat(heard.lines()).hasSize(3).last().isEqualTo("consumer lab3 silent");
        ConsumerState silent = ledger.outcome().consumers().get(2);
        assertThat(silent.id()).isEqualTo("5f0c");
        assertThat(silent.since()).isEqualTo(START);

        hear("5f0c", Presence.State.IN_SERVICE, "");
        look();
        assertThat(heard.lines()).hasSize(4).last().isEqualTo("consumer lab3 in service");
    }

    @Test
    void whileTheBrokerIsAwayNobodyIsSilent() {
        hear("5f0c", Presence.State.IN_SERVICE, "");
        look();
        passes(Duration.ofMinutes(3));
        watch.listens();
        look();
        lookFor(Roster.REPEAT, "none");

        assertThat(heard.lines()).containsExactly("consumer lab3 in service");
    }

    @Test
    void aProducerThatWasAsleepHearsFirstWhatWasSaidMeanwhile() {
        hear("5f0c", Presence.State.IN_SERVICE, "");
        look();
        passes(Duration.ofHours(1));
        look();
        lookFor(Roster.REPEAT, "5f0c");
        look();

        assertThat(heard.lines()).containsExactly("consumer lab3 in service");
    }

    @Test
    void whoTakesTheBatchUpMissesThoseThatWentAwayMeanwhile() {
        hear("5f0c", Presence.State.IN_SERVICE, "");
        hear("77aa", Presence.State.IN_SERVICE, "");
        look();
        ledger.close();
        ledger = Ledger.resume(directory, clock(), List.of(heard));
        watch = watch();
        lookFor(Roster.SILENCE.plusSeconds(1), "77aa");

        assertThat(heard.lines()).hasSize(3).last().isEqualTo("consumer lab3 silent");
        assertThat(ledger.state().consumers().get("77aa").kind()).isEqualTo(ConsumerState.Kind.IN_SERVICE);
    }

    @Test
    void oneThatIsHeardOfOnlyAsItLeavesIsOfNoMatter() {
        hear("5f0c", Presence.State.GONE, "");
        look();

        assertThat(heard.lines()).isEmpty();
    }

    private void hear(String id, Presence.State state, String why) {
        watch.heard(new Presence(id, "lab3", new TreeSet<>(), 4, 4, state, why, List.of(), List.of()));
    }

    private void look() {
        watch.look();
        ledger.commit();
    }

    /** Looks every second for so long, while this consumer announces itself. */
    private void lookFor(Duration time, String id) {
        for (long i = 0; i < time.toSeconds(); i++) {
            passes(Duration.ofSeconds(1));
            if (!id.equals("none")) {
                hear(id, Presence.State.IN_SERVICE, "");
            }
            look();
        }
    }

    private void passes(Duration time) {
        passed = passed.plus(time);
    }

    private ConsumerWatch watch() {
        return new ConsumerWatch(ledger, clock(), () -> passed.toNanos());
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Instant instant() {
                return START.plus(passed);
            }
        };
    }
}
