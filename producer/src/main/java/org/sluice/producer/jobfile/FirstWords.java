package org.sluice.producer.jobfile;

import java.util.Optional;
import org.sluice.job.NearestWord;
import org.sluice.producer.jobfile.Word.Kind;

/** Says what a line is by its first word, and reports one that is nothing. */
final class FirstWords {
    private final Complaints complaints;
    private boolean lostALine;

    FirstWords(Complaints complaints) {
        this.complaints = complaints;
    }

    /** The keyword; empty if the line cannot be used, which is then reported. */
    Optional<Keyword> of(Lexer.Line line, Settings inForce, String expected) {
        Word first = line.words().get(0);
        Lexer.Problem problem = line.problem();
        Optional<Keyword> keyword = first.is(Kind.BRACED) ? Optional.empty() : Keyword.of(first.text());
        if (problem != null) {
            complaints.add(
                    problem.offset(),
                    problem.length(),
                    problem.what(),
                    problem.expected(),
                    keyword.orElse(Keyword.JOB).example());
            if (keyword.isPresent() && keyword.get() == Keyword.RUN) {
                inForce.change();
                inForce.programs().addRun(new ProgramTemplate.Mistaken(first.start()));
            }
            lostALine = true;
            return Optional.empty();
        }
        if (keyword.isEmpty()) {
            unknown(first, expected);
            lostALine = true;
        }
        return keyword;
    }

    /** Notes that a line was not understood, which may have been a job. */
    void lost() {
        lostALine = true;
    }

    /** Whether there may be jobs that nobody knows of, because a line was not understood. */
    boolean lostALine() {
        return lostALine;
    }

    private void unknown(Word first, String expected) {
        if (first.is(Kind.BRACED)) {
            complain(first, "a block of no job", "the { at the end of the job's own line", Keyword.JOB.example());
        } else if (first.text().equals("}")) {
            complain(
                    first,
                    "a } that closes nothing",
                    "a { with a space before it on the job's line",
                    "job \"Test 1\" {");
        } else {
            Optional<Keyword> meant =
                    NearestWord.to(first.text(), Keyword.words()).flatMap(Keyword::of);
            String nearest = meant.map(k -> "; the nearest known one is '" + k.word() + "'")
                    .orElse("");
            String example = meant.orElse(Keyword.JOB).example();
            complain(first, "unknown word " + Excerpt.quoted(first.text()) + nearest, expected, example);
        }
    }

    private void complain(Word word, String what, String expected, String example) {
        complaints.add(word.start(), word.end() - word.start(), what, expected, example);
    }
}
