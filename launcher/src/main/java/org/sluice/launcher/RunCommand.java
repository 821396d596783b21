package org.sluice.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sluice.broker.EmbeddedBroker;
import org.sluice.broker.Role;
import org.sluice.consumer.ConsumerListener;
import org.sluice.consumer.ConsumerOptions;
import org.sluice.consumer.JobConsumer;
import org.sluice.job.Access;
import org.sluice.job.BatchListener;
import org.sluice.job.BatchOutcome;
import org.sluice.messaging.BrokerAddress;
import org.sluice.messaging.BrokerUnavailable;
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

/** Runs a batch with everything in this process: broker, consumer and producer. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs the jobs of a job file on this machine.",
            "It tells how each one ended. Nothing else has to be started, and no port is opened unless --listen asks for"
                    + " it."
        },
        footer = {
            "",
            "Ctrl-C lets the running jobs end and starts no further one; a second Ctrl-C kills them. The reports are"
                    + " written either way.",
            "",
            "Examples:",
            "  sluice run server.inp",
            "  sluice run -j 4 server.inp",
            "  sluice run -L nightly -E slow server.inp          some of the jobs",
            "  sluice run --rerun-failed                         what did not pass" + " before",
            "  sluice run --order file server.inp                as the file has them",
            "  sluice run --listen 127.0.0.1:61616 server.inp    other consumers can join",
            "  sluice run --resume                               goes on after a crash"
        })
final class RunCommand implements Callable<Integer> {
    /** How long consumers of other machines get to say goodbye to the broker that ends with this process. */
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The job file; - reads standard input.")
    private String file;

    @Mixin
    private SlotsMixin slots;

    @Mixin
    private FilesMixin files;

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

    @Mixin
    private ListenMixin listen;

    @Override
    public Integer call() throws Exception {
        if (dryRun) {
            return JobList.print(selection.read(file, out), spec.commandLine());
        }
        // what is wrong on the command line is told before anything is made
        slots.check();
        halt.halt();
        order.check();
        files.check();
        listen.check();
        List<BatchListener> listeners = output.listeners(out::directory);
        try (Ledger ledger = resume.open(file, selection, out, listeners)) {
            BatchDirectory directory = out.directory(ledger.batch().id());
            try (Scratch scratch = files.open();
                    EmbeddedBroker broker = start(scratch.path(), directory)) {
                return run(ledger, directory, broker, scratch.path());
            }
        }
    }

    private EmbeddedBroker start(Path scratch, BatchDirectory directory) throws IOException {
        if (!listen.isAsked()) {
            return EmbeddedBroker.start(EmbeddedBroker.Options.local(scratch));
        }
        EmbeddedBroker broker = EmbeddedBroker.start(EmbeddedBroker.Options.listening(
                scratch, new EmbeddedBroker.Listening(listen.address(), directory.access(), listen.insecure())));
        System.err.println("Others join with: sluice consumer --broker "
                + broker.listenUri().orElseThrow() + " --access "
                + Role.CONSUMER.accessFile(directory.access()));
        return broker;
    }

    private int run(Ledger ledger, BatchDirectory directory, EmbeddedBroker broker, Path scratch)
            throws IOException, InterruptedException, BrokerUnavailable {
        BrokerAddress address = new BrokerAddress(List.of(broker.vmUri()));
        BatchProducer producer = new BatchProducer(
                ledger, address, broker.access(Role.PRODUCER), Optional.empty(), new GivingUp(halt.halt(), true));
        if (!listen.isAsked()) {
            producer.onlyFor(options().capability());
        }
        // a simulated job tells nothing of the real one
        producer.inOrder(order.order(slots.isSimulated() ? Optional.empty() : history.keep(ledger)));
        JobConsumer consumer = consumer(address, broker.access(Role.CONSUMER), ledger.base(), scratch);
        Signals signals = Signals.handle(producer::stop, producer::kill, "kills them");
        ConsumerThread work = ConsumerThread.start(consumer, failed -> producer.kill());
        try {
            BatchOutcome outcome = producer.run();
            // not before: whoever else the batch may have, nobody would run its jobs if this one left too early
            consumer.stayNoLonger();
            if (!outcome.isComplete() || signals.isInterrupted() || producer.hasPostedNothing()) {
                consumer.leave();
            }
            work.join();
            broker.awaitClientsGone(FAREWELL);
            return BatchEnd.report(ledger.base(), outcome, directory, !output.isAsItHappens());
        } finally {
            consumer.leaveAtOnce();
            work.await();
        }
    }

    private JobConsumer consumer(BrokerAddress address, Optional<Access> access, Path base, Path scratch)
            throws IOException {
        ConsumerOptions options = options();
        ConsumerListener quiet = new ConsumerListener() {};
        if (slots.isSimulated()) {
            return JobConsumer.simulated(options, address, access, quiet);
        }
        Path output = Files.createDirectory(scratch.resolve("output"));
        return JobConsumer.ofPrograms(options, address, access, files.runOptions(base, output), quiet);
    }

    private ConsumerOptions options() {
        return new ConsumerOptions(
                        slots.name(), slots.slots(), true, Duration.ofDays(1), slots.maxDeliveries(), Optional.empty())
                .withLabels(slots.labels())
                .withMaxErrors(slots.maxErrors());
    }
}
