package org.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "90, PT90S",
        "1.5, PT1.5S",
        "1.5s, PT1.5S",
        "250ms, PT0.25S",
        "20m, PT20M",
        "2h, PT2H",
        "1h30m, PT90M",
        "1d2h3m4.5s6ms, PT26H3M4.506S",
        "0h5m, PT5M",
        "0.5h, PT30M",
        "90m, PT90M",
        "0.0000005ms, PT0.000000001S",
        "10000d, PT240000H"
    })
    void aDurationIsNumbersWithUnitsAndABareNumberIsSeconds(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "0",
                "0s",
                "0h0m",
                "0.0000001ms",
                "-5",
                "+5",
                "5x",
                "5 s",
                " 5",
                "5s ",
                "s",
                ".5",
                "5.",
                "1,5",
                "1e3",
                "1m1h",
                "1h1h",
                "1s1m",
                "1m30",
                "30 1m",
                "5S",
                "5sec",
                "1.2.3",
                "٣",
                "10000d1s",
                "10001d",
                "999999999d",
                "9999999999",
                "garbage"
            })
    void anythingElseIsRefusedWithWhatWasExpected(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse(text))
                .withMessage("'" + text + "' is not a duration such as 90 (seconds), 1.5s, 20m, 2h, 1h30m or 1d");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.00s",
        "20, 0.02s",
        "994, 0.99s",
        "995, 1.0s",
        "7349, 7.3s",
        "59949, 59.9s",
        "59950, 1m00s",
        "245000, 4m05s",
        "3599499, 59m59s",
        "3599500, 1h00m",
        "7620000, 2h07m",
        "7649000, 2h07m",
        "7650000, 2h08m",
        "360000000, 100h00m"
    })
    void aDurationForAPersonIsRoundedAndNeverShowsSixtyOfAUnit(long millis, String expected) {
        assertThat(Durations.format(Duration.ofMillis(millis))).isEqualTo(expected);
    }

    @Test
    void theUsersLocaleDoesNotChangeTheDecimalPoint() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(Durations.format(Duration.ofMillis(1500))).isEqualTo("1.5s");
        } finally {
            Locale.setDefault(before);
        }
    }
}
