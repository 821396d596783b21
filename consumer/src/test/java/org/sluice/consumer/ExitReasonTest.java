package org.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.consumer.Jobs.direct;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.sluice.job.Program;

class ExitReasonTest {
    @Test
    void aProgramIsCalledByTheLastPartOfItsPath() {
        assertThat(reason(direct("/opt/suite/bin/solver", "-v"), 3)).isEqualTo("solver exited 3");
    }

    @Test
    void aShellLineIsQuotedOnOneLineAndShortened() {
        assertThat(reason(new Program.Shell("…", List.of(), "preproc a |\n  solver"), 1))
                .isEqualTo("'preproc a | solver' exited 1");
        assertThat(reason(new Program.Shell("…", List.of(), "x".repeat(100)), 1))
                .isEqualTo("'" + "x".repeat(59) + "…' exited 1");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void onlyExitCodesThatMeanASignalAreTakenForOne() {
        assertThat(reason(direct("solver"), 128)).isEqualTo("solver exited 128");
        assertThat(reason(direct("solver"), 135)).isEqualTo("solver was killed by signal 7 (BUS)");
        assertThat(reason(direct("solver"), 138)).isEqualTo("solver was killed by signal 10");
        assertThat(reason(direct("solver"), 255)).isEqualTo("solver exited 255");
    }

    @Test
    void theCodeOfACrashOnWindowsIsWrittenAsItsDocumentationHasIt() {
        assertThat(reason(direct("solver"), 0xC0000005)).isEqualTo("solver exited 0xC0000005");
    }

    @Test
    void theHintsOfTheShellAreForShellLinesAlone() {
        assertThat(reason(direct("solver"), 127)).isEqualTo("solver exited 127");
    }

    @Test
    void anExitCodeThatLooksLikeASignalIsNoneUnlessItWasOneOrAShellSaysSo() {
        assertThat(new ProgramEnd(direct("solver"), 139, false).reason()).isEqualTo("solver exited 139");
        assertThat(new ProgramEnd(direct("solver"), 139, true).reason())
                .isEqualTo("solver was killed by signal 11 (SEGV)");
        assertThat(new ProgramEnd(direct("solver"), 128 + 34, true).reason())
                .isEqualTo("solver was killed by signal 34");
        assertThat(new ProgramEnd(new Program.Shell("x", List.of(), "x"), 139, false).reason())
                .isEqualTo("'x' was killed by signal 11 (SEGV)");
    }

    private static String reason(Program program, int exit) {
        return new ProgramEnd(program, exit, ExitReason.isSignal(exit)).reason();
    }
}
