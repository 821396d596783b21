package org.sluice.producer.jobfile;

/** Reads the lines of the settings: all but job and each. Each family of words has a class of its own. */
final class SettingLines {
    private final ProgramWords programWords;
    private final EnvironmentWords environmentWords;

    /** @param text the job file */
    SettingLines(String text) {
        ValueWords values = new ValueWords(text);
        this.programWords = new ProgramWords(text, values);
        this.environmentWords = new EnvironmentWords(values);
    }

    /** Takes over what the line sets. A line with a mistake is reported and sets nothing. */
    void read(KeywordLine line, Settings settings) {
        switch (line.keyword()) {
            case RUN, CHECK, COMPARE -> programWords.read(line, settings);
            case EXIT, SKIP_CODE, WILL_FAIL -> JudgingWords.read(line, settings);
            case DIR, ENV -> environmentWords.read(line, settings);
            case TIMEOUT, GRACE -> LimitWords.read(line, settings);
            case JOB, EACH -> throw new IllegalArgumentException(line.keyword() + " is no setting");
        }
    }
}
