package org.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the count of a token tells: whether its last holder has given it back or has gone away with it. */
class LockTokenTest {
    @TempDir
    Path temp;

    @Test
    void toGiveItBackCountsOnceAndEachDeathCounts() throws Exception {
        try (TestBroker broker = TestBroker.local(temp)) {
            LockToken.make(broker.link(), "licence");
            List<Integer> counts = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                try (LockToken token = take(broker.link())) {
                    counts.add(token.count());
                }
            }
            for (int i = 0; i < 2; i++) {
                Link dying = broker.link();
                counts.add(take(dying).count());
                dying.close();
            }
            counts.add(take(broker.link()).count());
            assertThat(counts).containsExactly(1, 2, 2, 2, 2, 3, 4);
        }
    }

    @Test
    void aDeathOfTheFirstHolderCountsAsMoreThanGivingItBack() throws Exception {
        try (TestBroker broker = TestBroker.local(temp)) {
            LockToken.make(broker.link(), "licence");
            Link dying = broker.link();
            assertThat(take(dying).count()).isEqualTo(1);
            dying.close();
            assertThat(take(broker.link()).count()).isEqualTo(3);
        }
    }

    private static LockToken take(Link link) throws LinkBroken {
        return LockToken.take(link, "licence", TestBroker.GUARD).orElseThrow();
    }
}
