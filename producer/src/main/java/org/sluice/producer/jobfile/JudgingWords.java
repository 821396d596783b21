package org.sluice.producer.jobfile;

/** Reads the lines that say what the exit codes of run lines mean. */
final class JudgingWords {
    private JudgingWords() {}

    static void read(KeywordLine line, JudgingSettings settings) {
        if (line.keyword() == Keyword.WILL_FAIL) {
            YesOrNo.of(line).ifPresent(settings::setWillFail);
            return;
        }
        boolean isList = line.keyword() == Keyword.EXIT;
        if (!line.has(1, isList ? Integer.MAX_VALUE : 1)) {
            return;
        }
        CodeWords codes = new CodeWords(line.keyword(), line.complaints());
        switch (line.keyword()) {
            case EXIT ->
                codes.passCodes(line.arguments()).ifPresent(found -> settings.setPassCodes(found, line.first()));
            case SKIP_CODE -> codes.skipCodes(line.argument(0)).ifPresent(settings::setSkipCodes);
            default -> throw new IllegalArgumentException(line.keyword() + " says nothing of exit codes");
        }
    }
}
