package org.sluice.launcher;

import java.util.List;
import java.util.concurrent.Callable;
import org.sluice.job.BatchListener;
import org.sluice.job.BatchOutcome;
import org.sluice.job.ExitCode;
import org.sluice.producer.BatchProducer;
import org.sluice.producer.GivingUp;
import org.sluice.producer.Ledger;
import org.sluice.reporting.BatchDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Posts a batch to a broker and collects its verdicts. */
@Command(
        name = "producer",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Posts a batch to a broker and collects its verdicts.",
            "The jobs are run by consumers, which may be started before or after it."
        },
        footer = {
            "",
            "Ctrl-C hands out no further job and waits for the running ones; a second Ctrl-C has them killed. The reports"
                    + " are written either way.",
            "",
            "Examples:",
            "  sluice producer server.inp --broker lab3 --access producer.access",
            "  sluice producer server.inp --broker lab3 --access producer.access --detach",
            "  sluice producer --resume --broker lab3 --access producer.access   goes on"
        })
final class ProducerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The job file; - reads standard input.")
    private String file;

    @Mixin
    private BrokerMixin broker;

    @Option(
            names = "--detach",
            fallbackValue = "true",
            description = "Ends when everything is posted, and prints the batch's id for 'sluice collect'.")
    private boolean detach;

    @Option(
            names = "--dry-run",
            fallbackValue = "true",
            description = "Lists the jobs, as 'sluice check' does; posts and runs nothing.")
    private boolean dryRun;

    @Mixin
    private SelectionMixin selection;

    @Mixin
    private ResumeMixin resume;

    @Mixin
    private HaltMixin halt;

    @Mixin
    private OrderMixin order;

    @Mixin
    private HistoryMixin history;

    @Mixin
    private OutMixin out;

    @Mixin
    private OutputOnFailureMixin output;

    @Override
    public Integer call() throws Exception {
        if (dryRun) {
            return JobList.print(selection.read(file, out), spec.commandLine());
        }
        var access = broker.access();
        order.check();
        GivingUp givingUp = new GivingUp(halt.halt(), false);
        List<BatchListener> listeners = output.listeners(out::directory);
        try (Ledger ledger = resume.open(file, selection, out, listeners)) {
            BatchDirectory directory = out.directory(ledger.batch().id());
            BatchProducer producer = new BatchProducer(ledger, broker.address(), access, broker.patience(), givingUp);
            producer.inOrder(order.order(history.keep(ledger)));
            Signals.handle(producer::stop, producer::kill, "has them killed");
            if (!detach) {
                return BatchEnd.report(ledger.base(), producer.run(), directory, !output.isAsItHappens());
            }
            BatchOutcome outcome = producer.post();
            System.out.println(ledger.batch().id());
            ExitCode posted = outcome.exitCode() == ExitCode.INTERRUPTED ? ExitCode.INTERRUPTED : ExitCode.PASSED;
            return posted.code();
        }
    }
}
