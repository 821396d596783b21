package org.sluice.launcher;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.sluice.producer.BatchProducer;
import org.sluice.producer.Ledger;
import org.sluice.reporting.BatchDirectory;
import org.sluice.reporting.PlainProgress;
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
    private OutMixin out;

    @Override
    public Integer call() throws Exception {
        var access = broker.access();
        BatchDirectory directory = out.existing(batch);
        try (Ledger ledger = Ledger.resume(directory, Clock.systemUTC(), List.of(new PlainProgress(System.err)))) {
            BatchProducer producer = new BatchProducer(ledger, broker.address(), access, broker.patience());
            Signals.handle(producer::stop, producer::kill, "has them killed");
            return BatchEnd.report(ledger.base(), producer.collect(), directory);
        }
    }
}
