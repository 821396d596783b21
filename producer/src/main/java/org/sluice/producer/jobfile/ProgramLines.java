package org.sluice.producer.jobfile;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.job.Check;

/** The run lines, or the check and compare lines, in force. Those in a row are one list; the first one after a job begins anew. */
final class ProgramLines {
    private List<ProgramTemplate> lines;
    private boolean nextBeginsAnew = true;

    ProgramLines(List<ProgramTemplate> lines) {
        this.lines = lines;
    }

    /** A copy for a block, whose lines replace these. */
    ProgramLines inner() {
        return new ProgramLines(lines);
    }

    /** A job has used these lines. */
    void used() {
        nextBeginsAnew = true;
    }

    void add(ProgramTemplate line) {
        List<ProgramTemplate> all = new ArrayList<>(nextBeginsAnew ? List.of() : lines);
        all.add(line);
        lines = all;
        nextBeginsAnew = false;
    }

    /** Whether there is a line since the last job, or in a block one of its own. */
    boolean hasNew() {
        return !nextBeginsAnew;
    }

    List<ProgramTemplate> all() {
        return lines;
    }

    Stream<Template.Hole> holes() {
        return lines.stream().flatMap(line -> line.holes().stream());
    }

    /** What is the same for all jobs; null where a job's values matter. */
    <T extends Check> List<T> fixed(Class<T> kind) {
        boolean fixed = lines.stream()
                .allMatch(line -> line.isComplete() && line.holes().isEmpty());
        // Of such a list a job makes no copy, which it would of one by Stream.toList().
        return fixed
                ? lines.stream().map(line -> kind.cast(Jobs.fill(line, null))).collect(Collectors.toUnmodifiableList())
                : null;
    }
}
