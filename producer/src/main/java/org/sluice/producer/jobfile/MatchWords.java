package org.sluice.producer.jobfile;

import java.util.List;

/** Reads the lines that say what the output of the run lines means. */
final class MatchWords {
    private MatchWords() {}

    static void read(KeywordLine line, JudgingSettings settings) {
        if (!line.hasOne()) {
            return;
        }
        Row<String> row = switch (line.keyword()) {
            case PASS_MATCH -> settings.passMatches();
            case FAIL_MATCH -> settings.failMatches();
            case SKIP_MATCH -> settings.skipMatches();
            default -> throw new IllegalArgumentException(line.keyword() + " says nothing of output");
        };
        if (line.isNone()) {
            row.clear();
            return;
        }
        String keyword = line.keyword().word();
        new PatternWord(line.complaints(), line.keyword().example(), keyword + " {^Total: \\d+}")
                .read(line.argument(0), "an empty pattern is found everywhere")
                .ifPresent(pattern -> row.add(List.of(pattern)));
    }
}
