package org.sluice.consumer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.sluice.consumer.compare.StoppedException;
import org.sluice.job.Case;
import org.sluice.job.CaseResult;
import org.sluice.job.Check;
import org.sluice.job.Comparison;
import org.sluice.job.Preparation;
import org.sluice.job.Program;
import org.sluice.job.ProgramRun;
import org.sluice.job.Usage;
import org.sluice.job.Verdict;
import org.sluice.messaging.KeptFile;

/** Runs the programs and the checks of one case, or of a job that is one, in order, until its verdict is certain. */
final class CaseExecution {
    /** What a shell would give for a program that was killed; for one whose end could not be waited for. */
    private static final int EXIT_WHEN_KILLED = 128 + 9;

    private final Case subject;
    private final Path directory;
    private final ProgramStarter starter;
    private final Leash leash;
    private final CapturedOutput output;
    private final Duration grace;
    private final LongSupplier nanoTime;
    private final Consumer<Usage> used;
    private final Consumer<KeptFile> differing;
    private final Judge judge;
    private final List<ProgramRun> runs = new ArrayList<>();

    /**
     * @param directory where its programs run
     * @param used hears what each program took of the machine
     * @param differing hears each file that differs from its reference
     */
    CaseExecution(
            Case subject,
            Path directory,
            ProgramStarter starter,
            Leash leash,
            CapturedOutput output,
            Duration grace,
            LongSupplier nanoTime,
            Consumer<Usage> used,
            Consumer<KeptFile> differing) {
        this.subject = subject;
        this.directory = directory;
        this.starter = starter;
        this.leash = leash;
        this.output = output;
        this.grace = grace;
        this.nanoTime = nanoTime;
        this.used = used;
        this.differing = differing;
        this.judge = new Judge(subject.judging());
    }

    CaseResult run() {
        long started = nanoTime.getAsLong();
        Judgement judgement = obstacle(subject.preparation(), directory).orElseGet(this::runAndJudge);
        Duration wall = runs.isEmpty() ? Duration.ZERO : since(started);
        return new CaseResult(subject.name(), judgement.verdict(), judgement.reason(), wall, runs);
    }

    /** Why nothing is to be run: it is disabled, or a file is missing; empty if there is no such reason. */
    static Optional<Judgement> obstacle(Preparation preparation, Path directory) {
        if (preparation.disabled().isPresent()) {
            return preparation.disabled().map(reason -> new Judgement(Verdict.SKIPPED, "disabled: " + reason));
        }
        return preparation.requiredFiles().stream()
                .filter(file -> !isThere(directory, file))
                .findFirst()
                .map(file -> new Judgement(
                        Verdict.ERROR, "required file " + file + " is not there (looked in " + directory + ")"));
    }

    private static boolean isThere(Path directory, String file) {
        try {
            return Files.exists(directory.resolve(file));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private Judgement runAndJudge() {
        try {
            long begin = output.size();
            Optional<Judgement> ofPrograms = runUntilJudged(subject.programs(), judge::ofProgram);
            return judge.ofAllPrograms(ofPrograms, output.search(begin, leash::isToStop))
                    .or(this::check)
                    .orElse(Judgement.PASSED);
        } catch (StoppedException e) {
            return leash.judgement();
        } catch (IOException e) {
            return new Judgement(Verdict.ERROR, "the output could not be searched: " + e.getMessage());
        }
    }

    /**
     * The first check that does not pass ends the job, but for the comparisons behind it: who has to look into it wants to
     * know all files that differ.
     */
    private Optional<Judgement> check() {
        Comparing comparing = new Comparing(directory, output, differing);
        Optional<Judgement> first = Optional.empty();
        int more = 0;
        for (Check check : subject.judging().checks()) {
            Optional<Judgement> judgement = Optional.empty();
            if (check instanceof Comparison comparison) {
                judgement = leash.isCutShort()
                        ? Optional.of(leash.judgement())
                        : comparing.judge(comparison, leash::isToStop);
            } else if (check instanceof Program program && first.isEmpty()) {
                judgement = runUntilJudged(List.of(program), judge::ofCheck);
            }
            Verdict verdict = judgement.map(Judgement::verdict).orElse(Verdict.PASSED);
            if (verdict == Verdict.DIFFERS) {
                more += first.isPresent() ? 1 : 0;
                first = first.isPresent() ? first : judgement;
            } else if (verdict != Verdict.PASSED && (first.isEmpty() || verdict != Verdict.ERROR)) {
                return judgement;
            }
        }
        String rest = more == 0 ? "" : "; " + more + (more == 1 ? " more file differs" : " more files differ");
        return first.map(judgement -> new Judgement(judgement.verdict(), judgement.reason() + rest));
    }

    /** Runs one program after the other, until the judge has seen enough; empty if he has not. */
    private Optional<Judgement> runUntilJudged(
            List<Program> programs, Function<ProgramEnd, Optional<Judgement>> judging) {
        for (Program program : programs) {
            if (leash.isCutShort()) {
                return Optional.of(leash.judgement());
            }
            long begun = nanoTime.getAsLong();
            RunningProgram running;
            try {
                running = starter.start(program);
            } catch (CannotRunException e) {
                return Optional.of(new Judgement(Verdict.ERROR, e.getMessage()));
            }
            Optional<Judgement> cutShort = leash.letsEnd(running) ? Optional.empty() : Optional.of(leash.judgement());
            if (cutShort.isPresent()) {
                new ProcessTree(running).end(leash.grace(grace));
            }
            ProgramEnd end = running.isAlive()
                    ? new ProgramEnd(program, EXIT_WHEN_KILLED, true)
                    : new ProgramEnd(program, running.exit(), running.wasSignalled());
            runs.add(new ProgramRun(program.display(), end.exit(), since(begun)));
            running.usage().ifPresent(used);
            Optional<Judgement> judgement = cutShort.isPresent() ? cutShort : judging.apply(end);
            if (judgement.isPresent()) {
                return judgement;
            }
        }
        return Optional.empty();
    }

    private Duration since(long begin) {
        return Duration.ofNanos(nanoTime.getAsLong() - begin);
    }
}
