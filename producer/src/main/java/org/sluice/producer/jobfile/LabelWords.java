package org.sluice.producer.jobfile;

import java.util.ArrayList;
import java.util.List;

/** Reads label lines. */
final class LabelWords {
    private final ValueWords values;

    LabelWords(ValueWords values) {
        this.values = values;
    }

    void read(KeywordLine line, Settings settings) {
        if (!line.hasAtLeast(1)) {
            return;
        }
        if (line.isNone()) {
            settings.clearLabels();
            return;
        }
        List<LabelTemplate> labels = new ArrayList<>();
        for (Word word : line.arguments()) {
            LabelTemplate label = new LabelTemplate(PlacedTemplate.of(word));
            boolean right = line.isNotNone(word)
                    && values.isValue(line, word)
                    && (!word.value().isLiteral()
                            || label.fill(null, line.complaints()).isPresent());
            if (!right) {
                return;
            }
            labels.add(label);
        }
        settings.addLabels(labels);
    }
}
