package org.sluice.producer.jobfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.job.Job;
import org.sluice.job.Placement;

/** The words that say where a job may run, and beside what. */
class PlacementWordsTest {
    @TempDir
    private Path directory;

    @Test
    void aJobOfWhichNothingIsSaidRunsAnywhere() throws Exception {
        assertThat(parse("job a").get(0).placement()).isSameAs(Placement.ANYWHERE);
        assertThat(parse("needs gpu\nneeds none\nlock l\nlock none\nslots 1\nalone no\njob a")
                        .get(0)
                        .placement())
                .isSameAs(Placement.ANYWHERE);
    }

    @Test
    void linesInARowAddUpAndThoseOfABlockReplaceThem() throws Exception {
        List<Job> jobs = parse("""
                needs gpu linux
                needs b12.3+x_y-z
                lock licence
                lock disk licence
                slots 4
                job outer
                job inner {
                    needs windows
                    lock none
                    slots 1
                    alone yes
                }
                job after
                needs big
                job anew
                """);

        Placement outer = jobs.get(0).placement();
        assertThat(outer.needs()).containsExactly("b12.3+x_y-z", "gpu", "linux");
        assertThat(outer.locks()).containsExactly("disk", "licence");
        assertThat(outer.slots()).isEqualTo(4);
        assertThat(outer.alone()).isFalse();
        Placement inner = jobs.get(1).placement();
        assertThat(inner.needs()).containsExactly("windows");
        assertThat(inner.locks()).isEmpty();
        assertThat(inner.slots()).isEqualTo(1);
        assertThat(inner.alone()).isTrue();
        assertThat(jobs.get(2).placement()).isSameAs(outer);
        assertThat(jobs.get(3).placement().needs()).containsExactly("big");
        assertThat(jobs.get(3).placement().slots()).isEqualTo(4);
    }

    @Test
    void caseDoesNotMatterInLabelsAndDoesInLocks() throws Exception {
        Placement placement = parse("needs GPU gpu\nlock A a\njob a").get(0).placement();

        assertThat(placement.needs()).containsExactly("gpu");
        assertThat(placement.locks()).containsExactly("A", "a");
    }

    @Test
    void theWordAloneSaysYes() throws Exception {
        var jobs = parse("job a { alone; scratch; will-fail }\nalone\njob b { alone no }".replace("; ", "\n"));

        assertThat(jobs.get(0).placement().alone()).isTrue();
        assertThat(jobs.get(0).workspace().scratch()).isTrue();
        assertThat(jobs.get(0).judging().willFail()).isTrue();
        assertThat(jobs.get(1).placement().alone()).isFalse();
    }

    @Test
    void noneInQuotesIsAWordLikeOthers() throws Exception {
        assertThat(parse("needs \"none\" a\njob a").get(0).placement().needs()).containsExactly("a", "none");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "needs; 1:1; something is missing after 'needs'",
                "needs a,b; 1:7; 'a,b' cannot be a label of a consumer",
                "needs \"a b\"; 1:7; 'a b' cannot be a label of a consumer",
                "needs ok {name}; 1:10; '{name}' cannot be a label of a consumer",
                "needs -gpu; 1:7; '-gpu' cannot be a label of a consumer",
                "needs gpü; 1:7; 'gpü' cannot be a label of a consumer",
                "needs \"\"; 1:7; '' cannot be a label of a consumer",
                "needs gpu none; 1:11; none stands beside others",
                "lock; 1:1; something is missing after 'lock'",
                "lock /tmp/x; 1:6; '/tmp/x' cannot be a name of a lock",
                "lock {name}; 1:6; '{name}' cannot be a name of a lock",
                "slots; 1:1; something is missing after 'slots'",
                "slots 0; 1:7; '0' is no whole number from 1 to 10000",
                "slots -4; 1:7; '-4' is no whole number from 1 to 10000",
                "slots 10001; 1:7; '10001' is no whole number from 1 to 10000",
                "slots 4294967297; 1:7; '4294967297' is no whole number from 1 to 10000",
                "slots all; 1:7; 'all' is no whole number from 1 to 10000",
                "slots 1 2; 1:9; more than slots takes, from '2' on",
                "alone 1; 1:7; '1' is neither yes nor no",
            })
    void aMistakeHasItsPlaceAndARemedy(String line, String place, String what) {
        assertThat(message(line + "\njob x"))
                .startsWith("server.inp:" + place + ": " + what + "\n")
                .contains("\n  expected: ", "\n  example:  ");
    }

    @Test
    void aloneAndSlotsContradictEachOtherInWhateverOrderTheyCome() {
        assertThat(message("slots 4\nalone yes\njob a\njob b")).isEqualTo("""
                server.inp:2:7: alone yes contradicts slots 4 of line 1
                    alone yes
                          ^~~
                  expected: one of the two: a job that is alone takes all slots of its consumer; slots 1 takes the other back
                  example:  alone""");
        assertThat(message("alone yes\njob a {\n  slots 2\n}\njob b"))
                .startsWith("server.inp:3:9: slots 2 contradicts alone yes of line 1\n")
                .contains("alone no takes the other back")
                .doesNotContain("server.inp:5");
    }

    @Test
    void aloneAndSlotsMayFollowEachOtherForDifferentJobs() throws Exception {
        List<Job> jobs = parse("slots 4\njob a\nalone yes\nslots 1\njob b\njob c {\n slots 2\n alone no\n}");

        assertThat(jobs).extracting(job -> job.placement().slots()).containsExactly(4, 1, 2);
        assertThat(jobs).extracting(job -> job.placement().alone()).containsExactly(false, true, false);
    }

    private String message(String text) {
        return catchThrowableOfType(JobFileException.class, () -> parse(text)).getMessage();
    }

    private List<Job> parse(String text) throws JobFileException {
        return Running.parse(text, directory);
    }
}
