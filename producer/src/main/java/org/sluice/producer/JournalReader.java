package org.sluice.producer;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.sluice.job.Batch;
import org.sluice.job.Job;
import org.sluice.messaging.Fields;
import org.sluice.messaging.JobJson;
import org.sluice.messaging.ResultJson;
import org.sluice.messaging.UnreadableMessage;

/** Reads a journal back. A last line that a crash has torn does not count; any other that cannot be read is an error. */
final class JournalReader {
    /** A journal as it was found. */
    record Read(BatchState state, Path base, long goodBytes, long tornBytes) {}

    private final Path path;
    private final List<Job> jobs = new ArrayList<>();
    private String id;
    private String source;
    private Instant created;
    private int expectedJobs;
    private Path base;
    private BatchState state;
    private int line;

    private JournalReader(Path path) {
        this.path = path;
    }

    static Read read(Path path) {
        return new JournalReader(path).read();
    }

    private Read read() {
        long good = 0;
        long size = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            String unread = null;
            UnreadableMessage trouble = null;
            int next;
            while ((next = in.read()) >= 0) {
                size++;
                if (next != '\n') {
                    bytes.write(next);
                    continue;
                }
                if (trouble != null) {
                    throw damaged(trouble);
                }
                line++;
                unread = bytes.toString(StandardCharsets.UTF_8);
                bytes.reset();
                try {
                    apply(Fields.parse(unread));
                    good = size;
                } catch (UnreadableMessage e) {
                    trouble = e;
                }
            }
            if (trouble != null && bytes.size() > 0) {
                throw damaged(trouble);
            }
        } catch (NoSuchFileException e) {
            throw new JournalException("There is no journal at " + path + ".", e);
        } catch (IOException e) {
            throw new JournalException("The journal " + path + " cannot be read: " + e.getMessage(), e);
        }
        if (state == null) {
            throw new JournalException("The journal " + path + " ends before all jobs of its batch are in it:"
                    + " nothing was posted. Delete its directory and post the batch anew.");
        }
        return new Read(state, base, good, size - good);
    }

    private JournalException damaged(UnreadableMessage e) {
        return new JournalException(
                "The journal " + path + " is damaged at line " + line + ": " + e.getMessage()
                        + ". Only its last line can be torn by a crash; restore the file from a copy.",
                e);
    }

    private void apply(Fields fields) throws UnreadableMessage {
        String type = fields.text("type");
        if (type.equals(Ledger.BATCH)) {
            begin(fields);
            return;
        }
        if (type.equals(Ledger.JOB) && id != null) {
            jobs.add(JobJson.read(fields));
            if (jobs.size() == expectedJobs) {
                makeState();
            }
            return;
        }
        if (state == null) {
            throw new UnreadableMessage("a line of type '" + type + "' before the jobs are complete");
        }
        switch (type) {
            case Ledger.ROUND -> state.beginRound(fields.integer("round"));
            case Ledger.STARTED -> state.started(ResultJson.readAttempt(fields));
            case Ledger.VERDICT -> state.verdict(ResultJson.readResult(fields));
            case Ledger.SUPERSEDED -> state.superseded(ResultJson.readResult(fields));
            case Ledger.INTERRUPTED -> state.interrupted();
            case Ledger.POSTED, Ledger.NOTE, Ledger.CLOSED -> {
                // for people who read the journal
            }
            default -> throw new UnreadableMessage("lines of type '" + type + "' are not known; update Sluice");
        }
    }

    private void begin(Fields fields) throws UnreadableMessage {
        int version = fields.integer("sluice");
        if (version != Ledger.VERSION) {
            throw new UnreadableMessage("it has format version " + version + ", and this program knows "
                    + Ledger.VERSION + " alone; update Sluice");
        }
        id = fields.text("batch");
        source = fields.text("source");
        created = fields.instant("created");
        expectedJobs = fields.integer("jobs");
        base = Path.of(fields.text("base"));
    }

    private void makeState() throws UnreadableMessage {
        try {
            state = new BatchState(new Batch(id, source, created, jobs));
        } catch (IllegalArgumentException e) {
            throw new UnreadableMessage("its jobs are no batch: " + e.getMessage());
        }
    }
}
