package org.sluice.launcher;

import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sluice.consumer.ConsumerOptions;
import org.sluice.consumer.HostName;
import org.sluice.job.ExitCode;
import org.sluice.job.Placement;
import picocli.CommandLine.Option;

/** The options that say how jobs are run on this machine. */
final class SlotsMixin {
    @Option(
            names = {"-j", "--slots"},
            paramLabel = "N",
            description = "How many jobs run at once (default: one for each processor).")
    private Integer slots;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The name of this consumer in results and reports (default: the host's name).")
    private String name;

    @Option(
            names = "--labels",
            paramLabel = "LABEL",
            split = ",",
            description =
                    "What this machine offers to jobs that need it, with commas between. Its system (linux, windows,"
                            + " macos), its architecture and its name are labels by themselves.")
    private List<String> labels = List.of();

    @Option(
            names = "--max-deliveries",
            paramLabel = "N",
            defaultValue = "" + ConsumerOptions.DEFAULT_MAX_DELIVERIES,
            description = "Gives a job up as lost when its consumers went away with it so often"
                    + " (default: ${DEFAULT-VALUE}).")
    private int maxDeliveries;

    @Option(
            names = "--max-errors",
            paramLabel = "N",
            defaultValue = "" + ConsumerOptions.DEFAULT_MAX_ERRORS,
            description =
                    "Takes no more jobs after N in a row that could not be run (verdict error); 0: never stops for"
                            + " that (default: ${DEFAULT-VALUE}).")
    private int maxErrors;

    @Option(
            names = "--simulate",
            fallbackValue = "true",
            description = "Runs no program: every job passes at once. Shows what handing out costs.")
    private boolean simulate;

    /** @throws UsageException if a number is out of its range */
    void check() {
        slots();
        labels();
        maxDeliveries();
        maxErrors();
    }

    SortedSet<String> labels() {
        SortedSet<String> words = new TreeSet<>();
        for (String label : labels) {
            String word = label.strip().toLowerCase(Locale.ROOT);
            if (!Placement.isWord(word)) {
                throw new UsageException(
                        "--labels: '" + label
                                + "' can be no label. A label is made of letters, digits, '.', '_', '+' and"
                                + " '-', such as gpu.",
                        ExitCode.USAGE);
            }
            words.add(word);
        }
        return words;
    }

    int slots() {
        int number = slots == null ? Runtime.getRuntime().availableProcessors() : slots;
        return atLeastOne("--slots", number);
    }

    int maxDeliveries() {
        return atLeastOne("--max-deliveries", maxDeliveries);
    }

    int maxErrors() {
        if (maxErrors < 0) {
            throw new UsageException(
                    "--max-errors takes a number of 0 or more, not " + maxErrors + ".", ExitCode.USAGE);
        }
        return maxErrors;
    }

    private static int atLeastOne(String option, int number) {
        if (number < 1) {
            throw new UsageException(option + " takes a number of 1 or more, not " + number + ".", ExitCode.USAGE);
        }
        return number;
    }

    boolean isSimulated() {
        return simulate;
    }

    /** The name that was given, or the host's. */
    String name() {
        return isNamed() ? name : HostName.get();
    }

    boolean isNamed() {
        return name != null && !name.isBlank();
    }
}
