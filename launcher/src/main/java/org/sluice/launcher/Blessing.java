package org.sluice.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sluice.consumer.compare.FileComparison;
import org.sluice.consumer.compare.Finding;
import org.sluice.job.BatchOutcome;
import org.sluice.job.Case;
import org.sluice.job.Check;
import org.sluice.job.Comparison;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.producer.Ledger;
import org.sluice.reporting.BatchDirectory;

/** Which references of a batch would be replaced by the files that differ from them, and which cannot be. */
final class Blessing {
    private final Ledger.Books books;
    private final BatchDirectory directory;
    /** By the reference that is replaced. */
    private final Map<Path, Change> changes = new LinkedHashMap<>();

    private final List<String> refusals = new ArrayList<>();

    /**
     * A reference that is to be replaced.
     *
     * @param job the name of the job
     * @param fresh what the job made
     * @param reference the file that is replaced
     * @param shown where it is, from the directory of the job file on
     * @param difference what differs, in a phrase
     */
    record Change(String job, Path fresh, Path reference, String shown, String difference) {}

    Blessing(Ledger.Books books, BatchDirectory directory) {
        this.books = books;
        this.directory = directory;
    }

    /** In the order of the batch. */
    List<Change> changes() {
        return List.copyOf(changes.values());
    }

    /** What cannot be done, a sentence each. */
    List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** Looks at the files of a job that differs. */
    void add(Job job) throws IOException {
        BatchOutcome outcome = books.outcome();
        JobResult result = outcome.results().get(job.number());
        int before = changes.size();
        int refused = refusals.size();
        add(job, job.directory(), "", job.judging().checks());
        for (int place = 1; place <= job.cases().size(); place++) {
            Case each = job.cases().get(place - 1);
            add(job, each.directory(), "case-" + place + "/", each.judging().checks());
        }
        // what was beyond a limit, or could not be read
        result.remarks().stream()
                .filter(remark -> remark.startsWith("kept ") || remark.startsWith("not kept: "))
                .forEach(remark -> refuse(job, "not every file is here: " + remark));
        if (changes.size() == before && refusals.size() == refused) {
            refuse(job, "no file that differs was brought back (" + result.reason() + ")");
        }
    }

    private void refuse(Job job, String why) {
        refusals.add("Job '" + job.name() + "': " + why + ".");
    }

    private void add(Job job, String jobDirectory, String prefix, List<Check> checks) throws IOException {
        for (Check check : checks) {
            if (check instanceof Comparison comparison) {
                Path fresh;
                Path place;
                try {
                    fresh = directory.files(job.number(), job.name()).resolve(prefix + comparison.keptAs());
                    place = books.base().resolve(jobDirectory).normalize();
                } catch (InvalidPathException e) {
                    refuse(job, comparison.display() + " has no path here");
                    continue;
                }
                if (Files.isRegularFile(fresh)) {
                    add(job, comparison, fresh, place);
                }
            }
        }
    }

    private void add(Job job, Comparison comparison, Path fresh, Path place) throws IOException {
        Path reference = place.resolve(comparison.reference()).normalize();
        if (!Files.exists(reference)) {
            refuse(job, "reference " + comparison.reference() + " is not there (looked in " + place + ")");
            return;
        }
        Path real = reference.toRealPath();
        boolean saysWhere = Path.of(comparison.reference()).isAbsolute();
        if (!saysWhere && !real.startsWith(books.base().toRealPath())) {
            refuse(
                    job,
                    "reference " + comparison.reference() + " leads out of " + books.base() + ", to " + real
                            + "; copy the file yourself if that is meant");
            return;
        }
        Comparison again = new Comparison(
                fresh.toAbsolutePath().toString(),
                real.toString(),
                comparison.relative(),
                comparison.absolute(),
                comparison.ignore());
        Finding finding = new FileComparison(again, place, () -> false).find();
        if (finding instanceof Finding.Impossible impossible) {
            refuse(job, impossible.reason());
        } else if (finding instanceof Finding.Different different) {
            String difference = different.reason().replaceFirst("(?s)^.*? differs from " + quoted(real) + ": ", "");
            Path base = books.base().toRealPath();
            Path shown = real.startsWith(base) ? base.relativize(real) : real;
            add(job, new Change(job.name(), fresh, real, shown.toString(), difference));
        }
        // else a pattern has kept it, and it is as it should be
    }

    private static String quoted(Path path) {
        return Pattern.quote(path.toString());
    }

    private void add(Job job, Change change) throws IOException {
        Optional<Change> other = Optional.ofNullable(changes.get(change.reference()));
        if (other.isPresent() && Files.mismatch(other.get().fresh(), change.fresh()) >= 0) {
            refuse(
                    job,
                    "reference " + change.shown() + " is that of job '"
                            + other.get().job() + "' too, whose file is another one; name the job whose file is right");
            return;
        }
        changes.putIfAbsent(change.reference(), change);
    }
}
