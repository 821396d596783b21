package org.sluice.producer.jobfile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceholderTest {
    /** The values are what GNU parallel 20221122 prints for the same text. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "a/b.c, a/b, b.c, a, b",
                "a.b/c, a.b/c, c, a.b, c",
                "a, a, a, ., a",
                "a.b.c, a.b, a.b.c, ., a.b",
                "/a, /a, a, /, a",
                "a/b/, a/b/, '', a, ''",
                "a//b, a//b, b, a, b",
                "/, /, '', /, ''",
                ".a, '', .a, ., ''",
                "a., a, a., ., a"
            })
    void theSignsMeanWhatTheyMeanToParallel(
            String text, String withoutExtension, String basename, String dirname, String stem) {
        Subject subject = new Subject(3, text, null);
        assertThat(Placeholder.TEXT.value(subject)).isEqualTo(text);
        assertThat(Placeholder.WITHOUT_EXTENSION.value(subject)).isEqualTo(withoutExtension);
        assertThat(Placeholder.BASENAME.value(subject)).isEqualTo(basename);
        assertThat(Placeholder.DIRNAME.value(subject)).isEqualTo(dirname);
        assertThat(Placeholder.BASENAME_WITHOUT_EXTENSION.value(subject)).isEqualTo(stem);
        assertThat(Placeholder.NUMBER.value(subject)).isEqualTo("3");
    }
}
