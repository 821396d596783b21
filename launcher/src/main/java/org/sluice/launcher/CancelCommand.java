package org.sluice.launcher;

import java.util.concurrent.Callable;
import org.sluice.job.Batch;
import org.sluice.job.ExitCode;
import org.sluice.producer.Cancellation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends a batch from elsewhere. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Ends a batch, also one whose producer is gone: jobs that have not begun are taken off the queue and"
                        + " get the verdict 'cancelled'; those that run are let to their end.",
        footer = {
            "",
            "Examples:",
            "  sluice cancel 20260131-120000-3f2a --broker lab3 --access producer.access",
            "  sluice cancel --kill latest --broker lab3 --access producer.access"
        })
final class CancelCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "BATCH",
            description = "The id of the batch; 'latest' is the last one that was begun here.")
    private String batch;

    @Mixin
    private BrokerMixin broker;

    @Option(names = "--kill", fallbackValue = "true", description = "Has the running jobs killed, too.")
    private boolean kill;

    @Mixin
    private OutMixin out;

    @Override
    public Integer call() throws Exception {
        String id = batch.equals(OutMixin.LATEST)
                ? out.existing(batch).path().getFileName().toString()
                : batch;
        if (!Batch.isId(id)) {
            throw new UsageException("'" + batch + "' is not the id of a batch.", ExitCode.USAGE);
        }
        Cancellation.Outcome outcome = Cancellation.cancel(
                id, kill, broker.address(), broker.access(), broker.patience(), System.err::println);
        if (!outcome.found()) {
            String open = outcome.open().isEmpty()
                    ? "no batch is open there"
                    : "open there: " + String.join(", ", outcome.open().keySet());
            throw new UsageException(
                    "Batch " + id + " is not open at " + broker.address() + "; " + open + ".", ExitCode.USAGE);
        }
        System.err.println("Batch " + id + " is cancelled: " + outcome.cleared() + " jobs were taken off the queue."
                + (outcome.ended()
                        ? " Nothing is left of it."
                        : " Consumers " + (kill ? "kill" : "finish")
                                + " what they still run of it, and drop the rest when" + " they come to it."));
        return ExitCode.PASSED.code();
    }
}
