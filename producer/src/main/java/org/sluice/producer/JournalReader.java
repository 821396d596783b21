package org.sluice.producer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.sluice.job.Attempt;
import org.sluice.job.Batch;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
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
    private List<Integer> order = List.of();
    private int line;

    private JournalReader(Path path) {
        this.path = path;
    }

    /** Reads a file that nobody may be appending to, as far as its last whole line. */
    static Read read(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return read(path, in);
        } catch (NoSuchFileException e) {
            throw new JournalException("There is no journal at " + path + ".", e);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /**
     * Reads a journal.
     *
     * @param path its name in messages
     * @param in its content; it is not closed
     */
    static Read read(Path path, InputStream in) {
        try {
            return new JournalReader(path).read(in);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static JournalException unreadable(Path path, IOException e) {
        return new JournalException("The journal " + path + " cannot be read: " + e.getMessage(), e);
    }

    private Read read(InputStream in) throws IOException {
        long good = 0;
        long size = 0;
        UnreadableMessage trouble = null;
        ByteArrayOutputStream lineSoFar = new ByteArrayOutputStream();
        byte[] block = new byte[1 << 16];
        int length;
        while ((length = in.read(block)) >= 0) {
            int begin = 0;
            for (int i = 0; i < length; i++) {
                if (block[i] != '\n') {
                    continue;
                }
                if (trouble != null) {
                    throw damaged(trouble);
                }
                lineSoFar.write(block, begin, i - begin);
                begin = i + 1;
                trouble = readLine(lineSoFar.toString(StandardCharsets.UTF_8));
                lineSoFar.reset();
                if (trouble == null) {
                    good = size + begin;
                }
            }
            lineSoFar.write(block, begin, length - begin);
            size += length;
        }
        if (trouble != null && lineSoFar.size() > 0) {
            throw damaged(trouble);
        }
        if (state == null) {
            throw new JournalException("The journal " + path + " ends before all jobs of its batch are in it:"
                    + " nothing was posted. Delete its directory and post the batch anew.");
        }
        return new Read(state, base, good, size - good);
    }

    /** Returns what is wrong if the line may be a torn one; it is for the next line, if there is one, to say more. */
    private UnreadableMessage readLine(String text) {
        line++;
        Fields fields;
        try {
            fields = Fields.parse(text);
        } catch (UnreadableMessage e) {
            return e;
        }
        try {
            apply(fields);
            return null;
        } catch (UnreadableMessage e) {
            // a whole line of JSON was not torn by a crash
            throw damaged(e);
        }
    }

    private JournalException damaged(UnreadableMessage e) {
        return new JournalException(
                "The journal " + path + " is damaged at line " + line + ": " + e.getMessage()
                        + ". Only its last line can be torn by a crash; restore the file from a copy.",
                e);
    }

    private void apply(Fields fields) throws UnreadableMessage {
        String type = fields.text("type");
        if (type.equals(Ledger.BATCH) && id == null) {
            begin(fields);
            return;
        }
        if (type.equals(Ledger.JOB) && id != null && state == null) {
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
            case Ledger.ORDER -> order = fields.integers("jobs");
            case Ledger.ROUND -> beginRound(fields.integer("round"));
            case Ledger.STARTED -> state.started(known(ResultJson.readAttempt(fields)));
            case Ledger.ATTEMPT -> state.attempted(readResult(fields));
            case Ledger.VERDICT -> state.verdict(readResult(fields));
            case Ledger.SUPERSEDED -> state.superseded(readResult(fields));
            case Ledger.BROKEN_OFF -> state.brokenOff(fields.text("reason"));
            case Ledger.INTERRUPTED -> state.interrupted();
            case Ledger.BATCH, Ledger.JOB ->
                throw new UnreadableMessage("a line of type '" + type + "' after all jobs of the batch");
            case Ledger.NOTE -> ConsumerStateJson.read(fields).ifPresent(state::consumer);
            case Ledger.POSTED, Ledger.CLOSED -> {
                // for people who read the journal
            }
            default ->
                throw new UnreadableMessage(
                        "lines of type '" + type + "' are not known; a newer Sluice may have written it");
        }
    }

    private void beginRound(int round) throws UnreadableMessage {
        List<Job> posted = new ArrayList<>();
        for (int number : order) {
            if (!state.hasJob(number)) {
                throw new UnreadableMessage("the batch has no job " + number);
            }
            posted.add(state.batch().job(number));
        }
        order = List.of();
        try {
            state.beginRound(round, posted.isEmpty() ? state.missing() : posted);
        } catch (IllegalArgumentException e) {
            throw new UnreadableMessage("its round cannot be begun: " + e.getMessage());
        }
    }

    private JobResult readResult(Fields fields) throws UnreadableMessage {
        JobResult result = ResultJson.readResult(fields);
        known(result.attempt());
        return result;
    }

    private Attempt known(Attempt attempt) throws UnreadableMessage {
        if (!state.hasJob(attempt.job())) {
            throw new UnreadableMessage("the batch has no job " + attempt.job());
        }
        return attempt;
    }

    private void begin(Fields fields) throws UnreadableMessage {
        int version = fields.integer("sluice");
        if (version != Ledger.VERSION) {
            throw new JournalException("The journal " + path + " has format version " + version
                    + ", and this program knows " + Ledger.VERSION + " alone: use the Sluice that wrote it.");
        }
        id = fields.text("batch");
        source = fields.text("source");
        created = fields.instant("created");
        expectedJobs = fields.integer("jobs");
        try {
            base = Path.of(fields.text("base"));
        } catch (InvalidPathException e) {
            throw new UnreadableMessage("its base is no directory of this system: " + e.getMessage());
        }
    }

    private void makeState() throws UnreadableMessage {
        try {
            state = new BatchState(new Batch(id, source, created, jobs));
        } catch (IllegalArgumentException e) {
            throw new UnreadableMessage("its jobs are no batch: " + e.getMessage());
        }
    }
}
