package org.sluice.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class OutputTest {

    @Test
    void wholeOutputIsKeptByteForByte() {
        byte[] anyBytes = {0, (byte) 0xFF, '\n', (byte) 0x80};

        Output output = Output.whole(anyBytes);

        assertThat(output.head()).isEqualTo(anyBytes);
        assertThat(output.tail()).isEmpty();
        assertThat(output.omitted()).isZero();
        assertThat(output.total()).isEqualTo(4);
        assertThat(output.withMark()).isEqualTo(anyBytes);
    }

    @Test
    void noBytesAreNoOutput() {
        assertThat(Output.whole(new byte[0])).isSameAs(Output.NONE);
        assertThat(Output.NONE.withMark()).isEmpty();
    }

    @Test
    void cutOutputCountsWhatIsMissingAndSaysSoOnALineOfItsOwn() {
        Output output = Output.cut("begin".getBytes(UTF_8), "end".getBytes(UTF_8), 1_234_567);

        assertThat(output.total()).isEqualTo(1_234_575);
        assertThat(output.withMark()).asString(UTF_8).isEqualTo("begin\n[sluice: 1,234,567 bytes cut here]\nend");
    }

    @Test
    void theUsersLocaleDoesNotChangeTheMark() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertThat(Output.cut(new byte[0], new byte[0], 1_234).withMark())
                    .asString(UTF_8)
                    .isEqualTo("\n[sluice: 1,234 bytes cut here]\n");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void outputWithNothingOmittedIsNotCut() {
        assertThatIllegalArgumentException().isThrownBy(() -> Output.cut(new byte[1], new byte[1], 0));
    }

    @Test
    void noCallerCanChangeTheBytes() {
        byte[] given = {1};
        Output output = Output.whole(given);

        given[0] = 2;
        output.head()[0] = 3;
        output.withMark()[0] = 4;

        assertThat(output.head()).containsExactly(1);
    }
}
