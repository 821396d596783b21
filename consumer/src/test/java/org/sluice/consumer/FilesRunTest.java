package org.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sluice.consumer.Jobs.CONTEXT;
import static org.sluice.consumer.Jobs.checked;
import static org.sluice.consumer.Jobs.in;
import static org.sluice.consumer.Jobs.shellJob;
import static org.sluice.consumer.Jobs.text;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.job.Comparison;
import org.sluice.job.Job;
import org.sluice.job.Verdict;
import org.sluice.job.Workspace;
import org.sluice.job.Workspace.Keep;
import org.sluice.messaging.KeptFile;

/** What jobs have of files: those that they bring back, and a scratch directory of their own. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class FilesRunTest {
    @TempDir
    private Path root;

    @TempDir
    private Path scratch;

    @TempDir
    private Path elsewhere;

    private RunOptions options;
    private final List<JobRunner> runners = new ArrayList<>();
    private final List<Execution> executions = new ArrayList<>();

    @BeforeEach
    void makeTheCase() throws IOException {
        options = RunOptions.of(root, scratch);
        Files.createDirectory(root.resolve("case"));
    }

    @AfterEach
    void nothingIsLeftInScratch() throws IOException {
        executions.forEach(Execution::close);
        runners.forEach(JobRunner::close);
        try (Stream<Path> files = Files.list(scratch)) {
            assertThat(files).isEmpty();
        }
    }

    // keep

    @Test
    void whatAPatternNamesIsBroughtBackUnderItsName() {
        RunOutcome outcome = run(
                keeping("*.his", "out/**", "[ab].txt"),
                "mkdir -p out/deep; touch 1.his .2.his 3.hisx"
                        + " out/x out/deep/y a.txt c.txt; mkdir sub; touch sub/4.his");

        assertThat(names(outcome)).containsExactly(".2.his", "1.his", "out/deep/y", "out/x", "a.txt");
        assertThat(outcome.remarks()).isEmpty();
    }

    @Test
    void aFileThatTwoPatternsNameIsBroughtBackOnce() {
        assertThat(names(run(keeping("a*", "./*.his", "a.his"), "touch a.his b.his")))
                .containsExactly("a.his", "b.his");
    }

    @Test
    void whatIsKeptOnFailureIsKeptOfAJobThatDidNotPassAlone() {
        Workspace workspace = new Workspace(false, List.of(new Keep("a", false), new Keep("core", true)));

        assertThat(names(run(workspace, "touch a core"))).containsExactly("a");
        assertThat(names(run(workspace, "touch a core; exit 3"))).containsExactly("a", "core");
        assertThat(names(run(workspace, "touch a core; exit 77"))).containsExactly("a");
    }

    @Test
    void aPatternThatNamesNothingIsRemarkedWhenTheJobPassed() {
        assertThat(run(keeping("*.his", "out"), "mkdir out").remarks())
                .containsExactly("nothing matches keep *.his, out but directories");
        assertThat(run(keeping("*.log"), "exit 3").remarks()).isEmpty();
    }

    @Test
    void filesBeyondTheLimitAreLeftOutByNameAndTheOthersAreKept() {
        options = options.withKeepLimit(10_000);

        RunOutcome outcome = run(
                keeping("*.his"),
                "head -c 6000 /dev/zero > a.his; head -c 6000 /dev/zero > b.his; head -c 3000 /dev/zero > c.his");

        assertThat(names(outcome)).containsExactly("a.his", "c.his");
        assertThat(outcome.remarks())
                .containsExactly("kept 2 files; b.his (5.9 KB) is beyond the 9.8 KB of --keep-limit");
    }

    @Test
    void aSparseFileOfATerabyteIsOnlyLookedAt() throws IOException {
        try (RandomAccessFile sparse =
                new RandomAccessFile(root.resolve("case/big.his").toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }

        RunOutcome outcome = run(keeping("*.his"), "touch a.his");

        assertThat(names(outcome)).containsExactly("a.his");
        assertThat(outcome.remarks())
                .containsExactly("kept 1 file; big.his (1 TB) is beyond the 100 MB of --keep-limit");
    }

    @Test
    void whatIsNoRegularFileIsRemarkedAndNotOpened() {
        RunOutcome outcome = run(keeping("*"), "mkfifo pipe; mkdir directory; touch a; ln -s pipe link-to-pipe");

        assertThat(names(outcome)).containsExactly("a");
        assertThat(outcome.remarks()).containsExactly("not kept: link-to-pipe, pipe are no regular files");
    }

    @Test
    void aLinkIsFollowedWithinTheJobsDirectoryAlone() throws IOException {
        Files.writeString(elsewhere.resolve("secret"), "s");
        String out = "ln -s " + elsewhere.resolve("secret") + " out; ln -s " + elsewhere + " away; ";

        RunOutcome outcome = run(keeping("*", "away/*"), out + "echo x > a; ln -s a inside; ln -s gone dangling");

        assertThat(names(outcome)).containsExactly("a", "inside");
        assertThat(outcome.kept().get(1).path()).hasContent("x");
        assertThat(outcome.remarks())
                .containsExactly(
                        "not kept: away, out, keep away/* lead out of the job's directory",
                        "not kept: dangling leads to nothing");
    }

    @Test
    void aPatternThatLeadsOutOfTheJobsDirectoryFindsNothing() throws IOException {
        Files.writeString(root.resolve("secret"), "s");

        RunOutcome outcome = run(keeping("../secret", root + "/secret", "x/../../secret", "**/../../*"), "mkdir x");

        assertThat(names(outcome)).isEmpty();
        assertThat(outcome.remarks()).hasSize(1).allMatch(remark -> remark.contains("out of the job's directory"));
    }

    @Test
    void hostileNamesAreNamesAndRemarksStayOnOneLine() throws IOException {
        String longest = "n".repeat(255);
        Files.writeString(root.resolve("case/line\nbreak"), "x");
        Files.writeString(root.resolve("case").resolve(longest), "x");
        Files.writeString(root.resolve("case/-rf *"), "x");
        Files.createDirectory(root.resolve("case/fifo\n"));

        RunOutcome outcome = run(keeping("*"), "mkfifo \"$(printf 'a\\nb')\"");

        assertThat(names(outcome)).containsExactly("-rf *", "line\nbreak", longest);
        assertThat(outcome.remarks()).containsExactly("not kept: a?b is no regular file");
    }

    @Test
    void aPatternThatIsNoneIsRemarked() {
        assertThat(run(keeping("[", "a"), "touch a").remarks()).containsExactly("not kept: keep [ is no pattern here");
    }

    @Test
    void theDirectoriesOfBatchesAndOfOtherJobsAreNotLookedInto() throws IOException {
        Path batch = Files.createDirectories(root.resolve("case/sluice-out/batch-1"));
        Files.createFile(batch.resolve("journal.jsonl"));
        Files.createFile(batch.resolve("old.his"));
        Path below = Files.createDirectory(root.resolve("case/tmp"));
        Files.createFile(below.resolve("other.his"));
        options = RunOptions.of(root, below);

        assertThat(names(run(keeping("**.his"), "touch new.his"))).containsExactly("new.his");
    }

    @Test
    void nothingIsLookedForWhenNoProgramWasRun() {
        Job job = in("missing", shellJob("true")).withWorkspace(keeping("*"));

        RunOutcome outcome = run(job);

        assertThat(outcome.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(outcome.kept()).isEmpty();
        assertThat(outcome.remarks()).isEmpty();
    }

    // compare

    @Test
    void aFileThatDiffersIsBroughtBackByItself() throws IOException {
        Files.writeString(root.resolve("case/reference"), "1\n");
        Files.writeString(root.resolve("outside"), "2\n");
        Job job = checked(
                in("case", shellJob("mkdir out; echo 1 > out/same; echo 2 > out/other")),
                compare("out/same"),
                compare("./out/other"),
                compare("../outside"),
                compare("missing"));

        RunOutcome outcome = run(job);

        assertThat(outcome.verdict()).isEqualTo(Verdict.DIFFERS);
        assertThat(names(outcome)).containsExactly("out/other", "_up/outside");
        assertThat(outcome.remarks()).isEmpty();
    }

    @Test
    void aFileThatDiffersAndIsTooLargeIsRemarked() throws IOException {
        options = options.withKeepLimit(1_024);
        Files.writeString(root.resolve("case/reference"), "1\n");

        RunOutcome outcome = run(checked(in("case", shellJob("seq 1000 > a")), compare("a")));

        assertThat(names(outcome)).isEmpty();
        assertThat(outcome.remarks()).containsExactly("kept 0 files; a (3.8 KB) is beyond the 1 KB of --keep-limit");
    }

    // scratch

    @Test
    void aScratchDirectoryIsThereForAllProgramsAndGoneBehindThem() {
        RunOutcome outcome = run(scratched(), "pwd; echo x > $SLUICE_SCRATCH/a", "cat $TMPDIR/a; stat -c %a $TMPDIR");

        assertThat(outcome.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(text(outcome.stdout())).isEqualTo(root.resolve("case") + "\nx\n700\n");
    }

    @Test
    void aJobWithoutOneHasNoneInItsEnvironment() {
        RunOutcome outcome = run(Workspace.NONE, "echo \"[$SLUICE_SCRATCH]\"");

        assertThat(text(outcome.stdout())).isEqualTo("[]\n");
    }

    @Test
    void whatTheJobSaysOfTmpdirHolds() {
        Job job = in("case", shellJob("echo $TMPDIR"))
                .withEnvironment(java.util.Map.of("TMPDIR", "/mine"))
                .withWorkspace(scratched());

        assertThat(text(run(job).stdout())).isEqualTo("/mine\n");
    }

    @Test
    void whatLacksThePermissionToBeRemovedIsRemoved() {
        RunOutcome outcome = run(
                scratched(),
                "cd $TMPDIR; mkdir -p a/b/c; touch a/b/c/d; ln -s " + root + " away; chmod 0 a/b/c a/b; chmod 500 a .");

        assertThat(outcome.verdict()).isEqualTo(Verdict.PASSED);
        executions.forEach(Execution::close);
        assertThat(scratch).isEmptyDirectory();
        assertThat(root.resolve("case")).exists();
    }

    @Test
    void filesOfTheScratchDirectoryAreBroughtBackToo() {
        Workspace workspace = new Workspace(true, List.of(new Keep("*.his", false), new Keep("out/*", false)));

        RunOutcome outcome =
                run(workspace, "echo 1 > a.his; cd $TMPDIR; mkdir out; echo 2 > a.his; echo 3 > b.his; echo 4 > out/c");

        assertThat(names(outcome)).containsExactly("a.his", "scratch/a.his", "b.his", "out/c");
        assertThat(outcome.kept().get(1).path()).hasContent("2");
        assertThat(outcome.remarks()).isEmpty();
    }

    @Test
    void itIsKeptOfAJobThatDidNotPassWhenThatIsAskedFor() throws IOException {
        options = options.withKeptScratch(Optional.of(elsewhere));
        Workspace workspace = new Workspace(true, List.of(new Keep("*.his", false)));

        assertThat(run(workspace, "cd $TMPDIR; touch a.his").remarks()).isEmpty();
        assertThat(elsewhere).isEmptyDirectory();
        RunOutcome outcome = run(workspace, "cd $TMPDIR; echo x > a.his; exit 3");

        executions.forEach(Execution::close);
        Path kept;
        try (Stream<Path> all = Files.list(elsewhere)) {
            kept = all.findFirst().orElseThrow();
        }
        assertThat(kept.getFileName().toString()).startsWith("sluice.kept-batch-1-7-");
        assertThat(outcome.remarks()).containsExactly("its scratch directory is kept on tester in " + kept);
        assertThat(kept.resolve("a.his")).hasContent("x");
        assertThat(names(outcome)).containsExactly("a.his");
    }

    @Test
    void oneThatCannotBeMadeIsAnErrorOfThePlaceAndNothingIsRun() throws IOException {
        Path file = Files.createFile(elsewhere.resolve("file"));
        options = RunOptions.of(root, file);

        RunOutcome outcome = run(scratched(), "touch ran");

        assertThat(outcome.verdict()).isEqualTo(Verdict.ERROR);
        assertThat(outcome.reason())
                .startsWith("the job's scratch directory " + file)
                .endsWith("cannot be made: Not a directory (--scratch names another place)");
        assertThat(root.resolve("case/ran")).doesNotExist();
    }

    private static Workspace keeping(String... globs) {
        return new Workspace(
                false, Arrays.stream(globs).map(glob -> new Keep(glob, false)).toList());
    }

    private static Workspace scratched() {
        return new Workspace(true, List.of());
    }

    private static Comparison compare(String file) {
        return new Comparison(file, "reference", BigDecimal.ZERO, BigDecimal.ZERO, Optional.empty());
    }

    private RunOutcome run(Workspace workspace, String... lines) {
        return run(in("case", shellJob(lines)).withWorkspace(workspace));
    }

    private RunOutcome run(Job job) {
        JobRunner runner = new JobRunner(options, System.getenv());
        runners.add(runner);
        Execution execution = runner.prepare(job, CONTEXT);
        executions.add(execution);
        return execution.run();
    }

    private static List<String> names(RunOutcome outcome) {
        return outcome.kept().stream().map(KeptFile::name).toList();
    }
}
