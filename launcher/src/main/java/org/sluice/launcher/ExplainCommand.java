package org.sluice.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sluice.job.Access;
import org.sluice.job.BatchOutcome;
import org.sluice.job.ExitCode;
import org.sluice.job.Job;
import org.sluice.messaging.BrokerAddress;
import org.sluice.producer.Explanation;
import org.sluice.producer.Ledger;
import org.sluice.reporting.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says where one job stands. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Says where a job stands, and why it is not running.",
            "The journal of its batch tells what has happened. With --broker, so do the broker and the consumers that are"
                    + " there."
        },
        footer = {
            "",
            "Examples:",
            "  sluice explain flume",
            "  sluice explain flume --broker lab3 --access producer.access",
            "  sluice explain 17 --batch 20260131-120000-3f2a"
        })
final class ExplainCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Parameters(paramLabel = "JOB", description = "The name of the job, or its number in the batch.")
    private String name;

    @Option(
            names = "--batch",
            paramLabel = "BATCH",
            defaultValue = OutMixin.LATEST,
            description = "The id of its batch (default: the last one that was begun here).")
    private String batch;

    @Mixin
    private OutMixin out;

    @Option(
            names = "--broker",
            paramLabel = "URL",
            converter = BrokerMixin.AddressConverter.class,
            description = "The broker that the batch was posted to.")
    private BrokerAddress broker;

    @Option(
            names = "--access",
            paramLabel = "FILE",
            description = "The access file that the broker wrote for producers.")
    private Path access;

    @Override
    public Integer call() throws Exception {
        Ledger.Books books = Ledger.read(out.existing(batch));
        BatchOutcome outcome = books.outcome();
        Job job = find(outcome);
        Explanation explanation = new Explanation(outcome, books.posting(), job);
        System.out.println("Job " + job.number() + ", '" + SafeText.line(job.name()) + "', of batch "
                + outcome.batch().id() + ".");
        print(explanation.ofJournal());
        if (!explanation.hasVerdict()) {
            if (broker == null) {
                System.out.println("It has no verdict in the journal yet; with --broker, consumers are asked.");
            } else {
                print(explanation.ofBroker(broker, account(), Optional.of(PATIENCE)));
            }
        }
        return ExitCode.PASSED.code();
    }

    private static void print(List<String> sentences) {
        sentences.forEach(sentence -> System.out.println(SafeText.line(sentence)));
    }

    private Job find(BatchOutcome outcome) {
        return outcome.batch().jobs().stream()
                .filter(job -> job.name().equals(name))
                .findFirst()
                .or(() -> outcome.batch().jobs().stream()
                        .filter(job -> String.valueOf(job.number()).equals(name))
                        .findFirst())
                .orElseThrow(() -> new UsageException(
                        "Batch " + outcome.batch().id() + " has no job '" + name
                                + "'. 'sluice check' lists the jobs of a job file.",
                        ExitCode.USAGE));
    }

    private Optional<Access> account() {
        if (access == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Access.read(access));
        } catch (IOException e) {
            throw new UsageException(e.getMessage(), ExitCode.USAGE, e);
        }
    }
}
