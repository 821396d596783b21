package org.sluice.job;

import java.util.List;
import java.util.stream.Collectors;

/** One program line of a job, with every placeholder already filled in. */
public sealed interface Program extends Check permits Program.Direct, Program.Shell {

    /** The line as a person would type it, for messages and reports; it is never given to a shell. */
    @Override
    String display();

    /**
     * A program that is executed as it stands, without a shell between.
     *
     * @param words the program and its arguments; at least one
     */
    record Direct(List<String> words) implements Program {
        public Direct {
            words = List.copyOf(words);
            if (words.isEmpty() || words.get(0).isEmpty()) {
                throw new IllegalArgumentException("a program line names a program");
            }
        }

        @Override
        public String display() {
            return words.stream().map(Program::quoted).collect(Collectors.joining(" "));
        }
    }

    /**
     * A line for the POSIX shell. Values of placeholders are not part of the line: it refers to them as positional
     * parameters, so that no value is ever read as shell source.
     *
     * @param line what {@code sh -c} gets, with {@code ${1}}, {@code ${2}} … for the values
     * @param values the positional parameters, from {@code ${1}} on; may be empty
     * @param display the line as the job file had it, with the values filled in
     */
    record Shell(String line, List<String> values, String display) implements Program {
        public Shell {
            values = List.copyOf(values);
            if (line.isBlank()) {
                throw new IllegalArgumentException("a shell line has a command");
            }
        }
    }

    /** The word as it is typed: in quotes when it is not plain. */
    public static String quoted(String word) {
        return PlainWord.is(word) ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
