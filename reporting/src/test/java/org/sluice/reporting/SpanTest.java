package org.sluice.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpanTest {
    private static final List<Span> SPANS =
            List.of(new Span(10, 20), new Span(0, 5), new Span(5, 7), new Span(15, 30), new Span(18, 19));

    @Test
    void whatTouchesIsOneInTheirUnion() {
        assertThat(Span.union(SPANS)).containsExactly(new Span(0, 7), new Span(10, 30));
        assertThat(Span.length(Span.union(SPANS))).isEqualTo(27);
    }

    @Test
    void anOverlapIsWhereSoManyGoOnAtOnce() {
        assertThat(Span.overlap(SPANS, 1)).isEqualTo(Span.union(SPANS));
        assertThat(Span.overlap(SPANS, 2)).containsExactly(new Span(15, 20));
        assertThat(Span.overlap(SPANS, 3)).containsExactly(new Span(18, 19));
        assertThat(Span.overlap(SPANS, 4)).isEmpty();
    }

    @Test
    void whereOneEndsAsAnotherBeginsThatIsOne() {
        assertThat(Span.most(List.of(new Span(0, 5), new Span(5, 7)))).isEqualTo(1);
        assertThat(Span.most(SPANS)).isEqualTo(3);
        assertThat(Span.most(List.of(new Span(4, 4)))).isEqualTo(1);
        assertThat(Span.most(List.of())).isZero();
    }

    @Test
    void noneEndsBeforeItBegins() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Span(2, 1));
    }
}
