package org.sluice.producer;

import java.util.List;
import org.sluice.job.Capability;
import org.sluice.job.Job;
import org.sluice.job.Placement;

/** Jobs that the only consumer there can be will never run. */
final class Unfit {
    private Unfit() {}

    /** Gives those of them that have no verdict theirs. */
    static void judge(Ledger ledger, Capability consumer) {
        for (Job job : ledger.outcome().missing()) {
            if (!consumer.canRun(job.placement())) {
                ledger.unfit(job, lacks(consumer, job.placement()) + "; nobody else can come without --listen");
            }
        }
        ledger.commit();
    }

    private static String lacks(Capability consumer, Placement placement) {
        List<String> labels = consumer.lacks(placement);
        return labels.isEmpty()
                ? "it needs " + placement.slots() + " slots, and this machine runs " + consumer.slots() + " (-j)"
                : "it needs " + String.join(" and ", labels) + ", which this machine does not offer (--labels)";
    }
}
