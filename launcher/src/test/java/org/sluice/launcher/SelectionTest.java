package org.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sluice.job.Job;
import org.sluice.job.Program;

class SelectionTest {
    private static final Selection ALL =
            new Selection(Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty());

    private final List<Job> jobs = List.of(
            job(1, "flume slow", "slow", "nightly"),
            job(2, "flume", "nightly"),
            job(3, "basin"),
            job(4, "basin big", "slow", "big"));

    @Test
    void withoutAConditionAllAreWanted() {
        assertThat(ALL.of(jobs)).isEqualTo(jobs);
    }

    @Test
    void namesAreSearchedAndNotAnchored() {
        assertThat(names(name("lume"))).containsExactly("flume slow", "flume");
        assertThat(names(name("^flume$"))).containsExactly("flume");
        assertThat(names(new Selection(
                        Optional.of(Pattern.compile("flume")),
                        Optional.of(Pattern.compile("slow")),
                        List.of(),
                        List.of(),
                        Optional.empty())))
                .containsExactly("flume");
    }

    /** ctest(1): "If more than one -L option is given, then a test will only be run if each regular expression matches". */
    @Test
    void aJobHasALabelForEachPattern() {
        assertThat(names(labels(List.of("slow"), List.of()))).containsExactly("flume slow", "basin big");
        assertThat(names(labels(List.of("slow", "night"), List.of()))).containsExactly("flume slow");
        assertThat(names(labels(List.of("."), List.of()))).doesNotContain("basin");
    }

    /** ctest(1): with several -LE a test "will only be excluded if each regular expression matches". */
    @Test
    void aJobIsLeftOutIfItHasALabelForEachExcludingPattern() {
        assertThat(names(labels(List.of(), List.of("slow")))).containsExactly("flume", "basin");
        assertThat(names(labels(List.of(), List.of("slow", "big")))).containsExactly("flume slow", "flume", "basin");
        assertThat(names(labels(List.of("nightly"), List.of("slow")))).containsExactly("flume");
    }

    @Test
    void whatIsSelectedIsNumberedWithoutAGapAndElseTheSame() {
        List<Job> selected = new Selection(
                        Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.of(Set.of("basin", "flume")))
                .of(jobs);

        assertThat(selected)
                .containsExactly(jobs.get(1).withNumber(1), jobs.get(2).withNumber(2));
    }

    private List<String> names(Selection selection) {
        return selection.of(jobs).stream().map(Job::name).toList();
    }

    private static Selection name(String regex) {
        return new Selection(
                Optional.of(Pattern.compile(regex)), Optional.empty(), List.of(), List.of(), Optional.empty());
    }

    private static Selection labels(List<String> labels, List<String> notLabels) {
        return new Selection(
                Optional.empty(), Optional.empty(), patterns(labels), patterns(notLabels), Optional.empty());
    }

    private static List<Pattern> patterns(List<String> regexes) {
        return regexes.stream().map(Pattern::compile).toList();
    }

    private static Job job(int number, String name, String... labels) {
        return new Job(number, name, List.of(new Program.Direct(List.of("true"))))
                .withLabels(Stream.of(labels).toList());
    }
}
