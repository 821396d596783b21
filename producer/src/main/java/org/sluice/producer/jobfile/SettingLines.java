package org.sluice.producer.jobfile;

/** Reads the lines of the settings: all but job, each and case. Each family of words has a class of its own. */
final class SettingLines {
    private final ProgramWords programWords;
    private final EnvironmentWords environmentWords;
    private final FileWords fileWords;
    private final LabelWords labelWords;
    private final PreparationWords preparationWords;

    /** @param text the job file */
    SettingLines(String text) {
        ValueWords values = new ValueWords(text);
        this.programWords = new ProgramWords(text, values);
        this.environmentWords = new EnvironmentWords(values);
        this.fileWords = new FileWords(values);
        this.labelWords = new LabelWords(values);
        this.preparationWords = new PreparationWords(values);
    }

    /** Takes over what the line sets. A line with a mistake is reported and sets nothing. */
    void read(KeywordLine line, Settings settings) {
        settings.change();
        switch (line.keyword()) {
            case RUN, CHECK, COMPARE -> programWords.read(line, settings.programs());
            case EXIT, SKIP_CODE, WILL_FAIL -> JudgingWords.read(line, settings.judging());
            case PASS_MATCH, FAIL_MATCH, SKIP_MATCH -> MatchWords.read(line, settings.judging());
            case DIR, ENV -> environmentWords.read(line, settings);
            case TIMEOUT, GRACE, RETRIES -> LimitWords.read(line, settings);
            case SCRATCH, KEEP -> fileWords.read(line, settings.files());
            case NEEDS, SLOTS, ALONE, LOCK -> PlacementWords.read(line, settings.placement());
            case LABEL -> labelWords.read(line, settings);
            case DISABLED, REQUIRES_FILE, ENV_APPEND, ENV_PREPEND, ENV_UNSET ->
                preparationWords.read(line, settings.preparation());
            case REQUIRES_CASE -> {
                if (line.hasAtLeast(1)) {
                    settings.requiredCases().addAll(line.arguments());
                }
            }
            case JOB, EACH, CASE -> throw new IllegalArgumentException(line.keyword() + " is no setting");
        }
    }
}
