package org.sluice.consumer.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FortranNumberTest {
    @ParameterizedTest
    @CsvSource({
        "1.0D+03, 1000",
        "1.0d3, 1000",
        "1.0E3, 1000",
        "1q-2, 0.01",
        "1.234-105, 1.234e-105",
        "1.234+105, 1.234e105",
        "-.5-0100, -0.5e-100",
        "+5, 5",
        ".5, 0.5",
        "5., 5",
        "-0, 0",
        "007, 7",
        "1e99999, 1e99999",
        "123456789012345678901234567890.5, 123456789012345678901234567890.5"
    })
    void whatFortranAndCWriteIsANumber(String text, String value) {
        FortranNumber number = parse(text);

        assertThat(number).isNotNull();
        assertThat(number.isFinite()).isTrue();
        assertThat(number.exact()).isEqualByComparingTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "***",
                "3*1.0",
                "1,5",
                "10-12",
                "2024-01-31",
                "1.5-12",
                "1.2.3",
                ".",
                "+",
                "-",
                "1e",
                "1e+",
                "1.0e+3x",
                "0x10",
                "1f",
                "nano",
                "information",
                "infin",
                "1e100000",
                "1.0--105",
                "--1",
                "e5",
                "1_000",
                "1.0e3.5"
            })
    void otherWordsAreNone(String text) {
        assertThat(parse(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "NaN, nan, true",
        "NaN, -NAN, true",
        "Inf, +Infinity, true",
        "-inf, -Infinity, true",
        "Inf, -Inf, false",
        "NaN, Inf, false",
        "NaN, 1, false"
    })
    void aSpecialValueIsTheSameAsOneOfItsKind(String one, String other, boolean same) {
        assertThat(parse(one).isSameSpecial(parse(other))).isEqualTo(same);
        assertThat(parse(other).isSameSpecial(parse(one))).isEqualTo(same);
    }

    private static FortranNumber parse(String text) {
        return FortranNumber.parse(text.getBytes(StandardCharsets.ISO_8859_1), text.length());
    }
}
