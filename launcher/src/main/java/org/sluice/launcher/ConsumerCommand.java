package org.sluice.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.sluice.consumer.ConsumerOptions;
import org.sluice.consumer.JobConsumer;
import org.sluice.job.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs jobs of a broker on this machine. */
@Command(
        name = "consumer",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs jobs of a broker on this machine.",
            "It takes one job at a time for each slot, and leaves by itself when the batch has ended."
        },
        footer = {
            "",
            "Ctrl-C lets the running jobs end and takes no further one; a second Ctrl-C kills them and hands them back,"
                    + " for another consumer to run.",
            "",
            "Examples:",
            "  sluice consumer --broker lab3 --access consumer.access",
            "  sluice consumer --broker lab3 --access consumer.access -j 2 --name laptop",
            "  sluice consumer --broker lab3 --access consumer.access --stay"
        })
final class ConsumerCommand implements Callable<Integer> {
    @Mixin
    private BrokerMixin broker;

    @Mixin
    private SlotsMixin slots;

    @Mixin
    private FilesMixin files;

    @Option(names = "--stay", fallbackValue = "true", description = "Serves batch after batch, until it is stopped.")
    private boolean stay;

    @Option(
            names = "--idle-timeout",
            paramLabel = "DURATION",
            defaultValue = "1m",
            converter = BrokerMixin.DurationConverter.class,
            description = "Leaves when there was no batch to work on for so long after its start"
                    + " (default: ${DEFAULT-VALUE}).")
    private Duration idle;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "The directory that the jobs' directories and programs are relative to (default: the current"
                    + " one).")
    private Path root;

    @Override
    public Integer call() throws Exception {
        if (!Files.isDirectory(root)) {
            throw new UsageException(
                    "--root " + root + " is not a directory. Give the one that the job file was written for.",
                    ExitCode.USAGE);
        }
        files.check();
        var access = broker.access();
        String name = slots.isNamed()
                ? slots.name()
                : slots.name() + "-" + ProcessHandle.current().pid();
        ConsumerOptions options = new ConsumerOptions(
                        name, slots.slots(), stay, idle, slots.maxDeliveries(), broker.patience())
                .withLabels(slots.labels())
                .withMaxErrors(slots.maxErrors());
        ConsumerLines lines = new ConsumerLines(System.err);
        try (Scratch scratch = files.open()) {
            JobConsumer consumer = slots.isSimulated()
                    ? JobConsumer.simulated(options, broker.address(), access, lines)
                    : JobConsumer.ofPrograms(
                            options, broker.address(), access, files.runOptions(root, scratch.path()), lines);
            Signals signals = Signals.handle(consumer::leave, consumer::leaveAtOnce, "kills them and hands them back");
            lines.begins(name, options.slots(), broker.address().toString());
            consumer.run();
            lines.leaves();
            if (consumer.outOfService().isPresent()) {
                System.err.println("This consumer was out of service: "
                        + consumer.outOfService().get() + ".");
                return ExitCode.INCOMPLETE.code();
            }
            return signals.isInterrupted() ? ExitCode.INTERRUPTED.code() : ExitCode.PASSED.code();
        }
    }
}
