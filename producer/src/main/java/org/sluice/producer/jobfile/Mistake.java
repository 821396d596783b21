package org.sluice.producer.jobfile;

/**
 * One mistake in a job file.
 *
 * @param file the job file, as the user named it
 * @param line the line, from 1; 0 if the mistake is about the file as a whole
 * @param column the character of the line, from 1, counted in code points; 0 if the mistake is about the file as a whole
 * @param sourceLine the line, or the part of a long line that is around the mistake, fit to be printed: tabs are spaces,
 *     other control characters question marks; empty if there is none
 * @param marker what to print below it: spaces, and a caret with tildes where the mistake is
 * @param what what is wrong
 * @param expected what would be right
 * @param example a line that is right; empty if none would help
 */
record Mistake(
        String file,
        int line,
        int column,
        String sourceLine,
        String marker,
        String what,
        String expected,
        String example) {

    static Mistake ofFile(String file, String what, String expected, String example) {
        return new Mistake(file, 0, 0, "", "", what, expected, example);
    }

    /** The mistake for a person, in several lines without a newline at the end. */
    public String render() {
        StringBuilder text = new StringBuilder(file);
        if (line > 0) {
            text.append(':').append(line).append(':').append(column);
        }
        text.append(": ").append(what);
        if (!sourceLine.isBlank()) {
            text.append("\n    ").append(sourceLine).append("\n    ").append(marker);
        }
        text.append("\n  expected: ").append(expected);
        if (!example.isEmpty()) {
            text.append("\n  example:  ").append(example);
        }
        return text.toString();
    }
}
