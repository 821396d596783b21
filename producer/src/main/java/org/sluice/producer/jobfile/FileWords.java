package org.sluice.producer.jobfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.producer.jobfile.Word.Kind;

/** Reads the lines that speak of a job's files. */
final class FileWords {
    private static final String ON_FAIL = "-on-fail";

    private final ValueWords values;

    FileWords(ValueWords values) {
        this.values = values;
    }

    void read(KeywordLine line, FileSettings settings) {
        if (line.keyword() == Keyword.SCRATCH) {
            YesOrNo.of(line).ifPresent(settings::setScratch);
        } else if (line.hasAtLeast(1)) {
            if (line.isNone()) {
                settings.keep().clear();
            } else {
                patterns(line).ifPresent(settings.keep()::add);
            }
        }
    }

    private Optional<List<KeepTemplate>> patterns(KeywordLine line) {
        boolean onFail = isOption(line.argument(0)) && line.argument(0).text().equals(ON_FAIL);
        if (onFail && !line.hasAtLeast(2)) {
            return Optional.empty();
        }
        List<KeepTemplate> patterns = new ArrayList<>();
        for (Word word :
                line.arguments().subList(onFail ? 1 : 0, line.arguments().size())) {
            if (isOption(word)) {
                boolean isLate = word.text().equals(ON_FAIL);
                line.complain(
                        word,
                        isLate ? ON_FAIL + " stands behind a pattern" : "unknown option " + Excerpt.quoted(word.text()),
                        ON_FAIL + " before the patterns that it is for; a pattern that begins with - stands in quotes");
                return Optional.empty();
            }
            KeepTemplate pattern = new KeepTemplate(PlacedTemplate.of(word), onFail);
            boolean right = line.isNotNone(word)
                    && values.isValue(line, word)
                    && (!word.value().isLiteral()
                            || pattern.fill(null, line.complaints()).isPresent());
            if (!right) {
                return Optional.empty();
            }
            patterns.add(pattern);
        }
        return Optional.of(patterns);
    }

    private static boolean isOption(Word word) {
        return word.is(Kind.BARE) && word.text().startsWith("-");
    }
}
