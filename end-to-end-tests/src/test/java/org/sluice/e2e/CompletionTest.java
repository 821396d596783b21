package org.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is typed in a real terminal of a real shell, with tabs, and the words that the command gets then. */
@EnabledOnOs(OS.LINUX)
class CompletionTest {
    /** A command of that name which tells its words; the shell echoes what is typed, but not so. */
    private static final String TELLS_ITS_WORDS = "sluice() { printf '%s' \"words=\"; printf '<%s>' \"$@\"; echo; }";

    @TempDir
    private Path dir;

    @BeforeEach
    void makeFiles() throws IOException {
        Files.createFile(dir.resolve("suite one.inp"));
        Files.createFile(dir.resolve("consumer.access"));
        Files.createDirectory(dir.resolve("results"));
    }

    @Test
    void bashCompletesCommandsOptionsAndFiles() throws Exception {
        Files.writeString(dir.resolve("rc"), "PS1='ready> '; source ./completion; " + TELLS_ITS_WORDS + "\n");

        try (Terminal bash = terminal("bash", "bash --noprofile --rcfile rc -i")) {
            completesAsBothShellsDo(bash);
            bash.types("sluice completion z\t", "completion", "zsh");
            bash.types("sluice run --out=res\t", "run", "--out=results/");
            bash.types("sluice consumer --acc\tcons\t", "consumer", "--access", "consumer.access");
        }
    }

    @Test
    void zshCompletesCommandsOptionsAndFilesAndTellsWhatTheyAreFor() throws Exception {
        Files.move(script("zsh"), dir.resolve("_sluice"));
        Files.writeString(
                dir.resolve(".zshrc"),
                "PS1='ready> '; fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -d dump; "
                        // a tab is a tab also when more has been typed than was read yet
                        + "zstyle ':completion:*' insert-tab false; " + TELLS_ITS_WORDS + "\n");

        try (Terminal zsh = terminal("zsh", "env ZDOTDIR=. TERM=xterm zsh -o noglobalrcs -i")) {
            completesAsBothShellsDo(zsh);
            zsh.types("sluice completion z\t", "completion", "zsh");
            zsh.types("sluice run --out=res\t", "run", "--out=results");
            zsh.types("sluice consumer --acc\tcons\t", "consumer", "--access=consumer.access");
            zsh.press("sluice run --no-h\t-\t");
            zsh.awaitNext("Runs every job that passes again");
        }
    }

    private static void completesAsBothShellsDo(Terminal shell) throws IOException {
        shell.types("sluice prod\t--det\t suit\t", "producer", "--detach", "suite one.inp");
        shell.types("sluice run --no-h\tsui\t", "run", "--no-history", "suite one.inp");
        shell.types("sluice import ct\t--par\t resu\t", "import", "ctest", "--partial", "results/");
    }

    private Path script(String shell) throws Exception {
        Ran ran = Ran.run(dir, Map.of(), Sluice.words(List.of("completion", shell)));
        assertThat(ran.exit()).as(ran.err()).isZero();
        return Files.writeString(dir.resolve("completion"), ran.out());
    }

    private Terminal terminal(String shell, String command) throws Exception {
        assumeThat(Path.of("/usr/bin/script")).as("util-linux").isExecutable();
        assumeThat(Path.of("/usr/bin/" + shell)).as(shell).isExecutable();
        script(shell);
        return new Terminal(command);
    }

    /** A shell that waits for what is typed. */
    private final class Terminal implements AutoCloseable {
        private final Path screen = dir.resolve("screen");
        private final Process process;
        private final OutputStream keys;
        private int seen;

        Terminal(String command) throws IOException {
            process = new ProcessBuilder("/usr/bin/script", "--quiet", "--command", command, "/dev/null")
                    .directory(dir.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(screen.toFile())
                    .start();
            keys = process.getOutputStream();
            awaitNext("ready> ");
        }

        /** Types a line, and compares the words that the command got. */
        void types(String line, String... words) throws IOException {
            press(line + "\n");
            String expected = Arrays.stream(words).map(word -> "<" + word + ">").collect(Collectors.joining());
            // a directory's slash goes with some settings of the shells when the line ends there
            assertThat(awaitNext("words=").replace("/>", ">")).as(line).isEqualTo(expected.replace("/>", ">"));
            awaitNext("ready> ");
        }

        void press(String text) throws IOException {
            keys.write(text.getBytes(StandardCharsets.UTF_8));
            keys.flush();
        }

        /** Waits until this stands on the screen once more than before; what follows it in its line. */
        private String awaitNext(String text) throws IOException {
            await("'" + text + "' on the screen").atMost(Sluice.GUARD).until(() -> screen().indexOf(text, seen) >= 0);
            int begin = screen().indexOf(text, seen) + text.length();
            if (text.endsWith("=")) {
                await("its line").atMost(Sluice.GUARD).until(() -> screen().indexOf('\n', begin) >= 0);
            }
            seen = begin;
            int end = screen().indexOf('\n', begin);
            return screen().substring(begin, end < 0 ? begin : end).strip();
        }

        String screen() throws IOException {
            return Files.readString(screen, StandardCharsets.ISO_8859_1);
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
        }
    }
}
