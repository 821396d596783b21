package org.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A browser of the library waits for ever when its connection breaks, and when it is closed ends as if the queue were
 * empty. Whoever read the register at that moment hung, or took all batches for ended and left.
 */
class BrokenBrowseTest {
    @TempDir
    Path temp;

    @Test
    @Timeout(120)
    void aRegisterThatIsReadWhileTheConnectionBreaksIsBrokenAndNeverEmpty() throws Exception {
        Random random = new Random(3);
        try (TestBroker broker = TestBroker.listening(temp)) {
            for (int i = 0; i < 20; i++) {
                broker.link().poster(Samples.batch("batch-" + i, 1, 1)).close();
            }
            URI there = broker.address().uris().get(0);
            int broken = 0;
            for (int i = 0; i < 24; i++) {
                try (CuttableProxy proxy = CuttableProxy.to(there)) {
                    Link link = broker.link(proxy.uri());
                    assertThat(link.register().read()).hasSize(20);
                    if (i % 3 == 0) {
                        // closed on another thread, as when a new link takes the place of one that broke
                        new Thread(link::close).start();
                    } else if (i % 3 == 1) {
                        proxy.cutAfterBytesToClient(proxy.bytesToClient() + random.nextInt(20_000));
                    } else {
                        proxy.cutAfterBytesToBroker(proxy.bytesToBroker() + random.nextInt(1_000));
                    }
                    try {
                        while (true) {
                            assertThat(link.register().read()).hasSize(20);
                        }
                    } catch (LinkBroken e) {
                        broken++;
                    }
                    link.close();
                }
            }
            assertThat(broken).isEqualTo(24);
        }
    }
}
