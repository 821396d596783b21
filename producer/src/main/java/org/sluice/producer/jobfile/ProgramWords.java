package org.sluice.producer.jobfile;

/** Reads run, check and compare lines. One with a mistake stands in for the right one, so that no other is taken instead. */
final class ProgramWords {
    private final String text;
    private final ValueWords values;

    ProgramWords(String text, ValueWords values) {
        this.text = text;
        this.values = values;
    }

    void read(KeywordLine line, ProgramSettings settings) {
        ProgramTemplate template = line.hasAtLeast(line.keyword() == Keyword.COMPARE ? 2 : 1)
                ? template(line)
                : new ProgramTemplate.Mistaken(line.first().start());
        if (line.keyword() == Keyword.RUN) {
            settings.addRun(template);
        } else {
            settings.addCheck(template);
        }
    }

    private ProgramTemplate template(KeywordLine line) {
        return switch (line.keyword()) {
            case RUN -> RunLine.of(text, line.arguments(), line.complaints());
            case CHECK -> RunLine.of(text, line.arguments(), withExamplesOfCheck(line.complaints()));
            case COMPARE ->
                new CompareLine(line.complaints(), word -> values.isValue(line, word)).read(line.arguments());
            default -> throw new IllegalArgumentException(line.keyword() + " is no program line");
        };
    }

    /** The examples of a run line are right for a check, but for their first word. */
    private static Complaints withExamplesOfCheck(Complaints complaints) {
        String run = Keyword.RUN.word() + " ";
        String check = Keyword.CHECK.word() + " ";
        return (offset, length, what, expected, example) -> complaints.add(
                offset,
                length,
                what,
                expected,
                example.startsWith(run) ? check + example.substring(run.length()) : example);
    }
}
