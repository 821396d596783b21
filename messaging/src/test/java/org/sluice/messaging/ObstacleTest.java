package org.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.sluice.job.Placement;

class ObstacleTest {
    private static final Placement GPU = new Placement(new TreeSet<>(Set.of("gpu")), 1, false, new TreeSet<>());
    private static final Placement WIDE = new Placement(new TreeSet<>(), 8, false, new TreeSet<>());

    private static Presence consumer(String name, int slots, Presence.State state, String why, String... labels) {
        return new Presence(
                "id-" + name, name, new TreeSet<>(Set.of(labels)), slots, slots, state, why, List.of(), List.of());
    }

    private static Presence plain(String name, int slots, String... labels) {
        return consumer(name, slots, Presence.State.IN_SERVICE, "", labels);
    }

    @Test
    void itSaysWhatIsMissing() {
        List<Presence> three = List.of(plain("a", 2, "linux"), plain("b", 4, "linux"), plain("c", 1, "windows"));

        assertThat(Obstacle.of(GPU, List.of())).contains("no consumer is there");
        assertThat(Obstacle.of(GPU, three)).contains("needs gpu; 3 consumers, none offers it");
        assertThat(Obstacle.of(GPU, three.subList(0, 1))).contains("needs gpu; 1 consumer, which does not offer it");
        assertThat(Obstacle.of(WIDE, three)).contains("needs 8 slots; the largest consumer, b, has 4");
        assertThat(Obstacle.of(Placement.ANYWHERE, three)).isEmpty();
    }

    @Test
    void labelsThatNobodyHasTogetherAreAllNamed() {
        Placement both = new Placement(new TreeSet<>(Set.of("linux", "windows")), 1, false, new TreeSet<>());
        assertThat(Obstacle.of(both, List.of(plain("a", 1, "linux"), plain("b", 1, "windows"))))
                .contains("needs linux and windows; 2 consumers, none offers it");
    }

    @Test
    void whoCouldAndDoesNotIsNamedWithTheReason() {
        Presence out = consumer("a", 1, Presence.State.OUT_OF_SERVICE, "5 jobs in a row could not be run", "gpu");
        assertThat(Obstacle.of(GPU, List.of(out, plain("b", 1))))
                .contains("a is out of service (5 jobs in a row could not be run)");
    }
}
