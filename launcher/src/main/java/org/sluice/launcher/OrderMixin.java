package org.sluice.launcher;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.job.ExitCode;
import org.sluice.producer.PostingOrder;
import org.sluice.producer.history.HistoryKeeper;
import org.sluice.producer.history.HistoryOrder;
import picocli.CommandLine.Option;

/** The option that says in which order the jobs are posted. */
final class OrderMixin {
    private static final Pattern FORM = Pattern.compile("file|history|random(?::(-?\\d{1,18}))?");
    private static final int LARGEST_DRAWN = 1_000_000;

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            defaultValue = "history",
            description = "In which order the jobs begin: 'history' (what did not pass last time first, then the"
                    + " longest first; without a history as 'file'), 'file', 'random', or 'random:SEED', which draws the"
                    + " same again (default: ${DEFAULT-VALUE}).")
    private String order;

    /** @throws UsageException if there is no such order */
    void check() {
        if (!FORM.matcher(order).matches()) {
            throw new UsageException(
                    "--order takes 'history', 'file', 'random' or 'random:SEED' with a whole number, not '" + order
                            + "'.",
                    ExitCode.USAGE);
        }
    }

    /** @param history what is remembered of the jobs; empty if nothing is to be */
    PostingOrder order(Optional<HistoryKeeper> history) {
        Matcher words = FORM.matcher(order);
        if (words.matches() && order.startsWith("random")) {
            String seed = words.group(1);
            return PostingOrder.random(seed == null ? new SecureRandom().nextInt(LARGEST_DRAWN) : Long.parseLong(seed));
        }
        return order.equals("history") && history.isPresent()
                ? new HistoryOrder(history.get().history())
                : PostingOrder.OF_THE_FILE;
    }
}
