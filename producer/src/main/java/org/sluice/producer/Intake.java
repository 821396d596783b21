package org.sluice.producer;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.sluice.messaging.Link;
import org.sluice.messaging.LinkBroken;
import org.sluice.messaging.Notice;
import org.sluice.messaging.ResultInbox;
import org.sluice.messaging.ResultInbox.Attempted;
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
    private final Link link;
    /** The jobs that had no attempt left although their consumers did not know it. */
    private final Set<Integer> decided = new HashSet<>();

    Intake(Ledger ledger, Link link, ResultInbox inbox) {
        this.ledger = ledger;
        this.link = link;
        this.inbox = inbox;
    }

    /** Takes what comes; returns whether anything did. */
    boolean take(Duration atMost) throws LinkBroken {
        List<Report> reports = inbox.receive(atMost);
        Set<Integer> needless = new TreeSet<>();
        for (Report report : reports) {
            if (report instanceof Started started) {
                ledger.started(started.attempt());
                if (decided.contains(started.attempt().job())) {
                    needless.add(started.attempt().job());
                }
            }
        }
        // in their order: the files of an attempt come before its result
        for (Report report : reports) {
            if (report instanceof FilePart part) {
                ledger.arrived(part);
            } else if (report instanceof Finished finished) {
                ledger.finished(finished);
            } else if (report instanceof Attempted attempted && ledger.attempted(attempted.finished())) {
                needless.add(attempted.finished().result().job());
            }
        }
        ledger.commit();
        inbox.acknowledge();
        decided.addAll(needless);
        for (int job : needless) {
            link.notify(Notice.settled(ledger.batch().id(), job));
        }
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
