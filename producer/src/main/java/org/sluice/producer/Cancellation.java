package org.sluice.producer;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.sluice.job.Access;
import org.sluice.messaging.BrokerAddress;
import org.sluice.messaging.BrokerUnavailable;
import org.sluice.messaging.Link;
import org.sluice.messaging.LinkBroken;
import org.sluice.messaging.LinkKeeper;
import org.sluice.messaging.OpenBatch;

/** Ends a batch from elsewhere, with or without its producer. */
public final class Cancellation {
    /**
     * What came of it.
     *
     * @param found whether the batch was open
     * @param cleared how many jobs were taken off the queue
     * @param ended whether the broker has nothing left of it; otherwise consumers still hold jobs, or will take them off
     *     when they come to them
     * @param open the batches that were open, by id
     */
    public record Outcome(boolean found, int cleared, boolean ended, Map<String, OpenBatch> open) {}

    private Cancellation() {}

    /**
     * Cancels a batch.
     *
     * @param kill whether running jobs are killed, instead of being let to their end
     */
    public static Outcome cancel(
            String batch,
            boolean kill,
            BrokerAddress broker,
            Optional<Access> access,
            Optional<Duration> patience,
            Consumer<String> teller)
            throws BrokerUnavailable, InterruptedException {
        try (LinkKeeper keeper = new LinkKeeper(broker, access, patience, teller, notice -> {})) {
            while (true) {
                Link link = keeper.link(() -> false).orElseThrow();
                try {
                    Map<String, OpenBatch> open = link.register().read();
                    OpenBatch.State state = kill ? OpenBatch.State.KILL : OpenBatch.State.STOP;
                    if (!link.register().stop(batch, state)) {
                        return new Outcome(false, 0, false, open);
                    }
                    int cleared = Clearing.clear(link, batch, teller);
                    boolean ended = link.register().find(batch).isEmpty();
                    return new Outcome(true, cleared, ended, open);
                } catch (LinkBroken e) {
                    teller.accept("The connection to the broker was lost (" + e.getMessage() + ").");
                }
            }
        }
    }
}
