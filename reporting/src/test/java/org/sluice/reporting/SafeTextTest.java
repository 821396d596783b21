package org.sluice.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Test 17",
                "Prüfung ΔT ≤ 1e-6 日本",
                "👩‍🔬 𝒙",
                "C:\\new\\table",
                "<a href=\"&\">]]>",
                "soft\u00ADhyphen"
            })
    void textForPeopleStaysAsItIs(String text) {
        assertThat(SafeText.line(text)).isEqualTo(text);
        assertThat(SafeText.lines(text)).isEqualTo(text);
    }

    @Test
    void whatATerminalObeysIsEscapedInALine() {
        assertThat(SafeText.line("a\u001b[31mb\u0007c\u0000d\u007fe\u009bf"))
                .isEqualTo("a\\u001b[31mb\\u0007c\\u0000d\\u007fe\\u009bf");
    }

    @Test
    void aLineStaysOneLineAndOneColumn() {
        assertThat(SafeText.line("a\nb\tc\rd\u0085e\u2028f\u2029g")).isEqualTo("a\\nb\\tc\\rd\\u0085e\\u2028f\\u2029g");
    }

    @Test
    void textCannotTurnTheDirectionOfWhatStandsBesideIt() {
        assertThat(SafeText.line("\u202Egnp.exe\u2066\u200F")).isEqualTo("\\u202egnp.exe\\u2066\\u200f");
    }

    @Test
    void halvesOfCharactersAndNoncharactersAreEscaped() {
        assertThat(SafeText.line("\uD83D|\uDE00|\uFFFE\uFFFF|\uD83D\uDE00"))
                .isEqualTo("\\ud83d|\\ude00|\\ufffe\\uffff|\uD83D\uDE00");
    }

    @Test
    void aLongLineIsCutBetweenCharacters() {
        assertThat(SafeText.line("12345", 5)).isEqualTo("12345");
        assertThat(SafeText.line("123456", 5)).isEqualTo("12...");
        assertThat(SafeText.line("😀😀😀😀😀😀", 5)).isEqualTo("😀😀...");
    }

    @Test
    void theOutputOfAProgramKeepsItsLayoutAndLosesItsColours() {
        assertThat(SafeText.lines(
                        "a\tb\r\n\u001b[1;31mred\u001b[0m \u001b]0;title\u0007\u001b]8;;x\u001b\\link\u001b[2K\n"))
                .isEqualTo("a\tb\nred link\n");
    }

    @Test
    void whatIsLeftOfABrokenSequenceIsEscaped() {
        assertThat(SafeText.lines("10%\r20% \u001b[31 \u001b]0;never closed"))
                .isEqualTo("10%\\r20% \\u001b[31 \\u001b]0;never closed");
    }
}
