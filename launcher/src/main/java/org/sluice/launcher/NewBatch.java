package org.sluice.launcher;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.sluice.job.Batch;
import org.sluice.job.BatchListener;
import org.sluice.producer.Ledger;
import org.sluice.producer.jobfile.JobFile;

/** Makes a batch of a job file and opens its books. */
final class NewBatch {
    private static final DateTimeFormatter ID = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private NewBatch() {}

    static Ledger of(JobFile jobFile, OutMixin out, List<BatchListener> listeners) {
        Clock clock = Clock.systemUTC();
        Instant now = clock.instant();
        Batch batch = new Batch(id(now), jobFile.sourceName(), now, jobFile.jobs());
        return Ledger.create(out.directory(batch.id()), jobFile.baseDirectory(), batch, clock, listeners);
    }

    /** The time, so that people find it, and a random part, since two may post in the same second. */
    private static String id(Instant now) {
        String time = ID.format(now.atZone(ZoneId.systemDefault()));
        return time + String.format("-%04x", new SecureRandom().nextInt(0x10000));
    }
}
