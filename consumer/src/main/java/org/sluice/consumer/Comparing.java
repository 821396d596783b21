package org.sluice.consumer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.sluice.consumer.compare.FileComparison;
import org.sluice.consumer.compare.Finding;
import org.sluice.job.Comparison;
import org.sluice.job.Verdict;
import org.sluice.messaging.KeptFile;

/** Makes the comparisons of one job and writes what differs behind the output of its programs. */
final class Comparing {
    private final Path directory;
    private final CapturedOutput output;
    private final Consumer<KeptFile> differing;

    /** @param differing hears each file that differs, with the name under which it is brought back */
    Comparing(Path directory, CapturedOutput output, Consumer<KeptFile> differing) {
        this.directory = directory;
        this.output = output;
        this.differing = differing;
    }

    /**
     * The judgement on a comparison that is not passed; else empty.
     *
     * @throws org.sluice.consumer.compare.StoppedException if {@code stop} said so
     */
    Optional<Judgement> judge(Comparison comparison, BooleanSupplier stop) {
        return judgement(comparison, new FileComparison(comparison, directory, stop).find());
    }

    private Optional<Judgement> judgement(Comparison comparison, Finding finding) {
        if (finding instanceof Finding.Different different) {
            Path file = directory.resolve(comparison.file());
            if (Files.exists(file)) {
                differing.accept(new KeptFile(comparison.keptAs(), file));
            }
            return Optional.of(new Judgement(Verdict.DIFFERS, different.reason() + written(comparison, different)));
        }
        return finding instanceof Finding.Impossible impossible
                ? Optional.of(new Judgement(Verdict.ERROR, impossible.reason()))
                : Optional.empty();
    }

    /** Empty, or why the details could not be written: the verdict is certain without them. */
    private String written(Comparison comparison, Finding.Different different) {
        StringBuilder text = new StringBuilder("[sluice: " + comparison.display() + "]\n");
        if (different.details().isEmpty()) {
            text.append(different.reason()).append('\n');
        }
        different.details().forEach(line -> text.append(line).append('\n'));
        try {
            output.append(text.toString());
            return "";
        } catch (IOException e) {
            return " (details could not be written: " + e.getMessage() + ")";
        }
    }
}
