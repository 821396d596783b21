package org.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.job.Placement;

/** Whatever is told on the topic of notices: it is understood as it was said, or it is nothing. */
class NoticeFuzzTest {

    static Stream<byte[]> samples() {
        return FuzzedMessages.samples("notice");
    }

    @MethodSource("samples")
    @FuzzTest
    void aNoticeIsUnderstoodAsItWasSaidOrIsNothing(byte[] input) {
        Notice.read(FuzzedMessages.marshalled(input));
        Optional<Notice> notice = Notice.read(FuzzedMessages.message(input));
        notice.ifPresent(heard -> {
            String said = heard.toText();
            assertThat(Notice.read(FuzzedMessages.message(said)).map(Notice::toText))
                    .contains(said);
        });
        notice.filter(Presence.class::isInstance)
                .map(Presence.class::cast)
                .ifPresent(NoticeFuzzTest::assertCanBeCounted);
    }

    /** Who is asked for in a roster is asked all of this. */
    private static void assertCanBeCounted(Presence presence) {
        assertThat(presence.slots()).isPositive();
        assertThat(presence.free()).isBetween(0, presence.slots());
        assertThat(presence.offers(Placement.ANYWHERE)).isTrue();
        assertThat(presence.gone().takesJobs()).isFalse();
    }
}
