package org.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.ExitCode;
import org.sluice.messaging.BrokerAddress;
import org.sluice.messaging.BrokerUnavailable;
import org.sluice.messaging.LinkKeeper;
import org.sluice.producer.JournalException;
import org.sluice.producer.Ledger;
import org.sluice.producer.jobfile.JobFile;
import org.sluice.producer.jobfile.JobFileException;
import org.sluice.reporting.BatchDirectory;
import picocli.CommandLine;

class ErrorReportTest {
    private final StringWriter err = new StringWriter();

    @TempDir
    Path temp;

    @Test
    void aWrongUseIsOneSentenceAndWhereToReadOn() {
        int code = report(new UsageException("There is no FILE.", ExitCode.USAGE), false);

        assertThat(code).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly("sluice: There is no FILE.", "Try 'sluice run --help'.");
    }

    @Test
    void aWrongJobFileIsItsMistakes() {
        JobFileException mistakes =
                catchThrowableOfType(JobFileException.class, () -> JobFile.parse("my.inp", "jbo x\n".getBytes(), temp));

        assertThat(report(mistakes, false)).isEqualTo(2);
        assertThat(err.toString()).startsWith("my.inp:1:1:");
    }

    @Test
    void aBrokerThatIsNotThereIsInfrastructure() throws Exception {
        BrokerUnavailable away;
        try (LinkKeeper keeper = new LinkKeeper(
                BrokerAddress.parse("127.0.0.1:1"),
                Optional.empty(),
                Optional.of(Duration.ofNanos(1)),
                sentence -> {},
                notice -> {})) {
            away = catchThrowableOfType(BrokerUnavailable.class, () -> keeper.link(() -> false));
        }

        assertThat(report(away, false)).isEqualTo(3);
        assertThat(err.toString().lines()).hasSize(1).first().asString().contains("tcp://127.0.0.1:1");
    }

    @Test
    void aJournalThatCannotBeReadAndAFileThatCannotAreInfrastructure() {
        JournalException journal =
                catchThrowableOfType(JournalException.class, () -> Ledger.read(new BatchDirectory(temp)));

        assertThat(report(journal, false)).isEqualTo(3);
        assertThat(report(new IOException("port 1 is taken"), false)).isEqualTo(3);
        assertThat(err.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("sluice: "));
    }

    @Test
    void whatShouldNotHaveHappenedSaysSoWithoutAStackTrace() {
        assertThat(report(new IllegalStateException("no slot"), false)).isEqualTo(3);
        assertThat(err.toString()).contains("should not have happened", "no slot", "--verbose");
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void verboseShowsTheStackTrace() {
        report(new IllegalStateException("no slot"), true);

        assertThat(err.toString()).contains("\tat " + getClass().getName());
    }

    private int report(Exception e, boolean verbose) {
        CommandLine command = Main.commandLine().getSubcommands().get("run");
        command.setErr(new PrintWriter(err, true));
        return new ErrorReport(verbose).report(e, command);
    }
}
