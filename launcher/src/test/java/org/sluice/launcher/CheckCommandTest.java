package org.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckCommandTest {
    @TempDir
    Path temp;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void listsWhatWouldBePostedAsDataAndTheNumberForThePerson() throws IOException {
        Path file = temp.resolve("my.inp");
        Files.writeString(file, """
                run ./case {name}
                timeout 20m
                job "Test 1"
                job "Test 2" {
                    dir sub
                    env LEVEL 4
                    run ./solver <in
                }
                """);

        assertThat(check(file)).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "job 1: Test 1",
                        "    run        ./case 'Test 1'",
                        "    timeout    20m00s",
                        "job 2: Test 2",
                        "    run        ./solver <in (by the shell)",
                        "    dir        sub",
                        "    env        LEVEL=4",
                        "    timeout    20m00s");
        assertThat(err.toString().lines()).containsExactly(file + ": 2 jobs");
    }

    @Test
    void listsHowAJobIsJudgedWhereThatIsNotAsUsual() throws IOException {
        Path file = temp.resolve("my.inp");
        Files.writeString(file, """
                run ./solver
                check ./compare {name}
                check grep -q done < log
                compare out my.inp -rel 1e-3 -ignore {^Date: }
                exit 0 2
                skip-code none
                grace 1m
                job a
                job b {
                    exit 0
                    skip-code 4
                    will-fail yes
                }
                """);

        assertThat(check(file)).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "job 1: a",
                        "    run        ./solver",
                        "    check      ./compare a",
                        "    check      grep -q done < log (by the shell)",
                        "    compare    out my.inp -rel 0.001 -ignore '^Date: '",
                        "    exit       0 2",
                        "    skip-code  none",
                        "    grace      1m00s",
                        "job 2: b",
                        "    run        ./solver",
                        "    skip-code  4",
                        "    will-fail  yes",
                        "    grace      1m00s");
    }

    @Test
    void listsWhereAJobMayRunAndWhatItLeavesWhereThatIsNotAsUsual() throws IOException {
        Path file = temp.resolve("my.inp");
        Files.writeString(file, """
                run ./solver
                job a {
                    retries 2
                    pass-match {all \\w+ done}
                    fail-match diverged
                    skip-match "no licence"
                    keep *.his
                    keep -on-fail *.log
                    scratch yes
                    needs gpu linux
                    slots 4
                    lock licence disk
                    label slow nightly
                }
                job b { alone yes }
                """);

        assertThat(check(file)).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "job 1: a",
                        "    run        ./solver",
                        "    pass-match all \\w+ done",
                        "    fail-match diverged",
                        "    skip-match no licence",
                        "    retries    2",
                        "    scratch    yes",
                        "    keep       *.his",
                        "    keep       -on-fail *.log",
                        "    needs      gpu linux",
                        "    slots      4",
                        "    lock       disk licence",
                        "    label      slow nightly",
                        "job 2: b",
                        "    run        ./solver",
                        "    alone      yes");
    }

    @Test
    void listsTheCasesOfAJobAndWhatIsSeenToBeforeTheyRun() throws IOException {
        Path file = temp.resolve("my.inp");
        Files.writeString(file, """
                job suite {
                    env-append PATH /opt/bin -sep :
                    timeout 5m
                    retries 1
                    case "set up" { run ./make mesh
                                    requires-file a.grd "b c" }
                    case flow { run ./flow
                                requires-case "set up"
                                env-unset DISPLAY
                                check true
                                disabled "no licence" }
                }
                """);

        assertThat(check(file)).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "job 1: suite",
                        "    case       set up",
                        "        run        ./make mesh",
                        "        env-append PATH /opt/bin -sep :",
                        "        requires-file a.grd 'b c'",
                        "        timeout    5m00s",
                        "    case       flow",
                        "        run        ./flow",
                        "        check      true",
                        "        env-append PATH /opt/bin -sep :",
                        "        env-unset  DISPLAY",
                        "        disabled   no licence",
                        "        timeout    5m00s",
                        "        requires-case 'set up'",
                        "    retries    1");
    }

    @Test
    void aWrongFileIsAnErrorAndListsNothing() throws IOException {
        Path file = temp.resolve("my.inp");
        Files.writeString(file, "job a\njbo b\n");

        assertThat(check(file)).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains(file + ":2:1:");
    }

    private int check(Path file) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        commandLine.setExecutionExceptionHandler(new ErrorReport(false));
        return commandLine.execute("check", file.toString());
    }
}
