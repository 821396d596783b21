package org.sluice.launcher;

import java.time.Clock;
import java.util.concurrent.Callable;
import org.sluice.job.BatchOutcome;
import org.sluice.job.ExitCode;
import org.sluice.producer.BatchProducer;
import org.sluice.producer.Ledger;
import org.sluice.reporting.BatchDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Collects the verdicts of a batch that was posted before. */
@Command(
        name = "collect",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Collects the verdicts of a batch whose producer was detached or has died, and tells how it ended.",
        footer = {
            "",
            "Ctrl-C ends the collecting alone; the batch goes on.",
            "",
            "Examples:",
            "  sluice collect latest --broker lab3 --access producer.access",
            "  sluice collect 20260131-120000-3f2a --broker lab3 --access producer.access"
        })
final class CollectCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "BATCH",
            description = "The id of the batch; 'latest' is the last one that was begun here.")
    private String batch;

    @Mixin
    private BrokerMixin broker;

    @Mixin
    private HistoryMixin history;

    @Mixin
    private OutMixin out;

    @Mixin
    private OutputOnFailureMixin output;

    @Override
    public Integer call() throws Exception {
        var access = broker.access();
        BatchDirectory directory = out.existing(batch);
        try (Ledger ledger = Ledger.resume(directory, Clock.systemUTC(), output.listeners(out::directory))) {
            history.keep(ledger);
            BatchProducer producer = new BatchProducer(ledger, broker.address(), access, broker.patience());
            // whoever interrupts this one wants his terminal back; to end the batch there is 'cancel'
            Signals signals = Signals.handle(producer::detach, () -> {});
            BatchOutcome outcome = producer.collect();
            int exitCode = BatchEnd.report(ledger.base(), outcome, directory, !output.isAsItHappens());
            if (!signals.isInterrupted() || outcome.isComplete()) {
                return exitCode;
            }
            System.err.println("The batch goes on; 'sluice collect "
                    + ledger.batch().id() + "' goes on collecting, 'sluice cancel' ends it.");
            return ExitCode.INTERRUPTED.code();
        }
    }
}
