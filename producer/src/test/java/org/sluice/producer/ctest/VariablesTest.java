package org.sluice.producer.ctest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.File;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VariablesTest {
    private static final String SEP = File.pathSeparator.equals(";") ? "\";\"" : ":";

    @Test
    void whatIsSetIsWrittenAsItWillBe() throws RefusedException {
        List<String> set = List.of("A=1", "B=b c", "EMPTY=", "A=2");

        assertThat(lines(set)).containsExactly("env A 2", "env B \"b c\"", "env EMPTY \"\"");
        assertThat(lines(
                        set,
                        "A=string_append:x",
                        "A=string_prepend:y",
                        "B=unset:",
                        "EMPTY=cmake_list_append:only",
                        "EMPTY=cmake_list_append:two"))
                .containsExactly("env A y2x", "env-unset B", "env EMPTY \"only;two\"");
    }

    @Test
    void whatIsNotKnownIsChangedWhereItRuns() throws RefusedException {
        assertThat(lines(
                        List.of(),
                        "PATH=path_list_prepend:/a",
                        "PATH=path_list_append:/b c",
                        "FLAGS=string_append: -v",
                        "LIST=cmake_list_prepend:x=y:z",
                        "GONE=unset:"))
                .containsExactly(
                        "env-prepend PATH /a -sep " + SEP,
                        "env-append PATH \"/b c\" -sep " + SEP,
                        "env-append FLAGS \" -v\"",
                        "env-prepend LIST \"x=y:z\" -sep \";\"",
                        "env-unset GONE");
    }

    @Test
    void aSetOrAResetForgetsWhatWasBefore() throws RefusedException {
        assertThat(lines(List.of(), "A=string_append:x", "A=set:1", "A=string_append:2"))
                .containsExactly("env A 12");
        assertThat(lines(List.of("A=1"), "A=set:2", "A=reset:")).containsExactly("env A 1");
        assertThat(lines(List.of(), "A=set:2", "A=reset:")).isEmpty();
        assertThat(lines(List.of(), "A=unset:", "A=path_list_append:/only")).containsExactly("env A /only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A.B=set:1", "1A=set:1", "SLUICE_JOB=set:1", "A=turn:1", "A", "A=set", "=set:1"})
    void whatAJobFileCannotSayIsRefused(String modification) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> lines(List.of(), modification))
                .withMessageStartingWith("ENVIRONMENT_MODIFICATION");
    }

    private static List<String> lines(List<String> environment, String... modifications) throws RefusedException {
        return new Variables(environment, List.of(modifications)).lines();
    }
}
