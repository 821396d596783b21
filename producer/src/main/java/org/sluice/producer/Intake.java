package org.sluice.producer;

import java.time.Duration;
import java.util.List;
import org.sluice.messaging.LinkBroken;
import org.sluice.messaging.ResultInbox;
import org.sluice.messaging.ResultInbox.FilePart;
import org.sluice.messaging.ResultInbox.Finished;
import org.sluice.messaging.ResultInbox.Report;
import org.sluice.messaging.ResultInbox.Started;

/** Takes what consumers tell into the books, with the journal on disk before the broker forgets it. */
final class Intake {
    /** When a batch has ended on the broker, all of it is on the queue and only has to be read. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    private final Ledger ledger;
    private final ResultInbox inbox;

    Intake(Ledger ledger, ResultInbox inbox) {
        this.ledger = ledger;
        this.inbox = inbox;
    }

    /** Takes what comes; returns whether anything did. */
    boolean take(Duration atMost) throws LinkBroken {
        List<Report> reports = inbox.receive(atMost);
        for (Report report : reports) {
            if (report instanceof Started started) {
                ledger.started(started.attempt());
            }
        }
        // in their order: the files of an attempt come before its result
        for (Report report : reports) {
            if (report instanceof FilePart part) {
                ledger.arrived(part);
            } else if (report instanceof Finished finished) {
                ledger.finished(finished);
            }
        }
        ledger.commit();
        inbox.acknowledge();
        return !reports.isEmpty();
    }

    /** Takes all that is there. */
    void takeAll() throws LinkBroken {
        boolean more = true;
        while (more) {
            more = take(QUIET);
        }
    }

    /**
     * Takes the starts of jobs whose results came before. Starts are sent without being stored, and a broker on which they
     * wait together with results does not hand them out in the order in which they came.
     */
    void takeLateStarts() throws LinkBroken {
        if (ledger.state().lacksStarts()) {
            takeAll();
        }
    }
}
