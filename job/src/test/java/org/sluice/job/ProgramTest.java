package org.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramTest {

    @Test
    void aDirectProgramIsShownAsAPersonWouldTypeIt() {
        Program program = new Program.Direct(List.of("./solver", "-n=2", "two words", "it's", "$(rm -rf .)", ""));

        assertThat(program.display()).isEqualTo("./solver -n=2 'two words' 'it'\\''s' '$(rm -rf .)' ''");
    }

    @Test
    void aProgramLineNamesAProgram() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Program.Direct(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Program.Direct(List.of("", "argument")));
        assertThatIllegalArgumentException().isThrownBy(() -> new Program.Shell(" ", List.of(), ""));
    }
}
