package org.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizesTest {
    @ParameterizedTest
    @CsvSource({
        "0,0 bytes",
        "1,1 byte",
        "1023,1023 bytes",
        "1024,1 KB",
        "1536,1.5 KB",
        "10240,10 KB",
        "1048064,1 MB",
        "104857600,100 MB",
        "1288490188,1.2 GB",
        "9223372036854775807,8 EB"
    })
    void aSizeIsShownRounded(long bytes, String shown) {
        assertThat(ByteSizes.format(bytes)).isEqualTo(shown);
    }

    @Test
    void whatIsShownCanBeRead() {
        assertThat(ByteSizes.parse("100 MB")).isEqualTo(100L << 20);
        assertThat(ByteSizes.parse(ByteSizes.format(512L << 10))).isEqualTo(512L << 10);
        assertThat(ByteSizes.parse("2tb")).isEqualTo(2L << 40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0 MB", "12", "1.5 GB", "-1 KB", "10 XB"})
    void anythingElseIsNoSize(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ByteSizes.parse(text))
                .withMessage("'" + text + "' is not a size such as 512 KB, 16 MB or 10 GB");
    }
}
