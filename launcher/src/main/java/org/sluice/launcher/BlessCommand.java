package org.sluice.launcher;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.sluice.job.ByteSizes;
import org.sluice.job.ExitCode;
import org.sluice.job.Job;
import org.sluice.job.JobResult;
import org.sluice.job.NearestWord;
import org.sluice.job.Verdict;
import org.sluice.producer.Ledger;
import org.sluice.reporting.BatchDirectory;
import org.sluice.reporting.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the files that differ from their references the new references. */
@Command(
        name = "bless",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes the files that differ from their references the new references.",
            "It shows what would change and asks first. References are replaced in the directory that the batch was posted"
                    + " from; files that were not brought back whole are named and left alone."
        },
        footer = {
            "",
            "Exit codes: 0 all is done, 1 something was left alone, 2 nothing is changed, 4 nothing differs.",
            "",
            "Examples:",
            "  sluice bless latest",
            "  sluice bless latest Flume Basin",
            "  sluice bless --yes sluice-out/20260131-120000-3f2a"
        })
final class BlessCommand implements Callable<Integer> {
    private static final int NAME_LIMIT = 200;

    @Parameters(
            index = "0",
            paramLabel = "BATCH",
            description = "The id of the batch, or its directory; 'latest' is the last one that was begun here.")
    private String batch;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "NAME",
            description = "The jobs that are meant; without a name all that differ.")
    private List<String> names = List.of();

    @Option(names = "--yes", fallbackValue = "true", description = "Does not ask.")
    private boolean yes;

    @Mixin
    private OutMixin out;

    @Override
    public Integer call() throws Exception {
        BatchDirectory directory =
                Files.isDirectory(Path.of(batch)) ? new BatchDirectory(Path.of(batch)) : out.existing(batch);
        Ledger.Books books = Ledger.read(directory);
        List<Job> jobs = jobs(books);
        Blessing blessing = new Blessing(books, directory);
        for (Job job : jobs) {
            blessing.add(job);
        }
        blessing.refusals().forEach(sentence -> System.err.println(SafeText.line(sentence)));
        List<Blessing.Change> changes = blessing.changes();
        if (changes.isEmpty()) {
            System.err.println("There is nothing to change.");
            return (blessing.refusals().isEmpty() ? ExitCode.NOTHING_TO_RUN : ExitCode.NOT_PASSED).code();
        }
        for (Blessing.Change change : changes) {
            show(change);
        }
        if (!yes && !isWanted(changes.size())) {
            System.err.println("Nothing is changed.");
            return ExitCode.USAGE.code();
        }
        for (Blessing.Change change : changes) {
            replace(change.fresh(), change.reference());
        }
        System.err.println(
                changes.size() == 1 ? "1 reference is replaced." : changes.size() + " references are replaced.");
        return (blessing.refusals().isEmpty() ? ExitCode.PASSED : ExitCode.NOT_PASSED).code();
    }

    /** Those that are named, or all that differ. */
    private List<Job> jobs(Ledger.Books books) {
        List<Job> all = books.outcome().batch().jobs();
        for (String name : names) {
            Job job = all.stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new UsageException(
                            "The batch has no job '" + name + "'"
                                    + NearestWord.to(
                                                    name,
                                                    all.stream().map(Job::name).toList())
                                            .map(near -> "; the nearest is '" + near + "'.")
                                            .orElse("."),
                            ExitCode.USAGE));
            if (!differs(books, job)) {
                throw new UsageException(
                        "Job '" + name + "' has no file that differs: it is " + verdict(books, job) + ".",
                        ExitCode.USAGE);
            }
        }
        return all.stream()
                .filter(job -> names.isEmpty() ? differs(books, job) : names.contains(job.name()))
                .toList();
    }

    private static boolean differs(Ledger.Books books, Job job) {
        JobResult result = books.outcome().results().get(job.number());
        return result != null
                && (result.verdict() == Verdict.DIFFERS
                        || result.cases().stream().anyMatch(each -> each.verdict() == Verdict.DIFFERS));
    }

    private static String verdict(Ledger.Books books, Job job) {
        JobResult result = books.outcome().results().get(job.number());
        return result == null ? "without a verdict" : result.verdict().label();
    }

    private static void show(Blessing.Change change) throws IOException {
        System.err.println(SafeText.line(change.shown(), NAME_LIMIT) + "  (job '"
                + SafeText.line(change.job(), NAME_LIMIT) + "')");
        System.err.println("    " + SafeText.line(change.difference()) + "; "
                + ByteSizes.format(Files.size(change.fresh())) + " in place of "
                + ByteSizes.format(Files.size(change.reference())));
    }

    private static boolean isWanted(int files) {
        Console console = System.console();
        String answer = console == null
                ? null
                : console.readLine(
                        "Replace %s? [y/N] ", files == 1 ? "this reference" : "these " + files + " references");
        if (answer == null) {
            throw new UsageException(
                    "There is nobody to ask here: standard input is no terminal. --yes replaces without asking.",
                    ExitCode.USAGE);
        }
        return answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes");
    }

    /** In one step, with the permissions that the reference had. */
    private static void replace(Path fresh, Path reference) throws IOException {
        Path beside = reference.resolveSibling(
                "." + reference.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            // first the old one: it brings its permissions along
            Files.copy(reference, beside, StandardCopyOption.COPY_ATTRIBUTES);
            try (var content = Files.newOutputStream(beside)) {
                Files.copy(fresh, content);
            }
            Files.move(beside, reference, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
