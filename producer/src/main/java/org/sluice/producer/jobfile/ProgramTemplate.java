package org.sluice.producer.jobfile;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sluice.job.Comparison;
import org.sluice.job.Program;

/** One run, check or compare line, read once and filled in for each job. */
sealed interface ProgramTemplate {

    /** Where it stands in the job file. */
    int offset();

    List<Template.Hole> holes();

    /** Whether it needs nothing but the values of a job. */
    default boolean isComplete() {
        return true;
    }

    /** A program that is executed without a shell. */
    record Direct(int offset, List<Template> words) implements ProgramTemplate {
        public Direct {
            words = List.copyOf(words);
        }

        @Override
        public List<Template.Hole> holes() {
            return words.stream().flatMap(w -> w.holes().stream()).toList();
        }

        Program fill(Subject subject) {
            List<String> filled = new ArrayList<>(words.size());
            for (Template word : words) {
                filled.add(word.fill(subject));
            }
            return new Program.Direct(filled);
        }
    }

    /** A line for the shell, which sees the values as its positional parameters. */
    record Shell(int offset, String line, List<Placeholder> values, Template display) implements ProgramTemplate {
        public Shell {
            values = List.copyOf(values);
        }

        @Override
        public List<Template.Hole> holes() {
            return display.holes();
        }

        Program fill(Subject subject) {
            return new Program.Shell(
                    line, values.stream().map(p -> p.value(subject)).toList(), display.fill(subject));
        }
    }

    /** A compare line. Its tolerances and its pattern are the same for all jobs. */
    record Compare(
            int offset,
            int length,
            Template file,
            Template reference,
            BigDecimal relative,
            BigDecimal absolute,
            Optional<String> ignore)
            implements ProgramTemplate {
        @Override
        public List<Template.Hole> holes() {
            return Stream.concat(file.holes().stream(), reference.holes().stream())
                    .toList();
        }

        Comparison fill(Subject subject) {
            return new Comparison(file.fill(subject), reference.fill(subject), relative, absolute, ignore);
        }
    }

    /** The line {@code {}}: what the job says is the line. */
    record JobText(int offset) implements ProgramTemplate {
        @Override
        public boolean isComplete() {
            return false;
        }

        @Override
        public List<Template.Hole> holes() {
            return List.of();
        }
    }

    /** A line with a mistake, which has been reported; it stands in so that no other line is taken instead. */
    record Mistaken(int offset) implements ProgramTemplate {
        @Override
        public boolean isComplete() {
            return false;
        }

        @Override
        public List<Template.Hole> holes() {
            return List.of();
        }
    }
}
