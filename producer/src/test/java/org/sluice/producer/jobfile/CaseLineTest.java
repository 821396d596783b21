package org.sluice.producer.jobfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.job.Case;
import org.sluice.job.Job;
import org.sluice.job.Judging;
import org.sluice.job.Preparation;
import org.sluice.job.Program;

/** Jobs that are made of cases. */
class CaseLineTest {
    @TempDir
    private Path directory;

    @Test
    void whatIsSetForTheJobAppliesToTheCasesAfterItAndTheirBlocksOverrideIt() throws Exception {
        Job job = parse("""
                env A file
                timeout 5
                run ./file {name}
                job suite {
                    exit 0 2
                    grace 1m
                    retries 2
                    lock mesh
                    label slow
                    case first
                    env A job
                    dir d
                    run ./job {name} {#}
                    case second { env B own
                                  exit 1
                                  timeout 9 }
                    case "the third" { run ./own
                                       requires-case first second first
                                       fail-match ERROR }
                }
                """).get(0);

        assertThat(job.programs()).isEmpty();
        assertThat(job.environment()).isEmpty();
        assertThat(job.timeout()).isEmpty();
        assertThat(job.grace()).contains(Duration.ofMinutes(1));
        assertThat(job.limits().retries()).isEqualTo(2);
        assertThat(job.judging()).isEqualTo(Judging.DEFAULT);
        assertThat(job.placement().locks()).containsExactly("mesh");
        assertThat(job.labels()).containsExactly("slow");
        List<Case> cases = job.cases();
        assertThat(cases).extracting(Case::name).containsExactly("first", "second", "the third");
        assertThat(cases).extracting(CaseLineTest::displays).containsExactly("./file first", "./job second 1", "./own");
        assertThat(cases)
                .extracting(Case::environment)
                .containsExactly(Map.of("A", "file"), Map.of("A", "job", "B", "own"), Map.of("A", "job"));
        assertThat(cases).extracting(Case::directory).containsExactly("", "d", "d");
        assertThat(cases)
                .extracting(each -> each.judging().passCodes())
                .containsExactly(List.of(0, 2), List.of(1), List.of(0, 2));
        assertThat(cases)
                .extracting(each -> each.timeout().orElseThrow().toSeconds())
                .containsExactly(5L, 9L, 5L);
        assertThat(cases.get(2).requires()).containsExactly("first", "second");
        assertThat(cases.get(2).judging().matching().fail()).containsExactly("ERROR");
        assertThat(cases.get(1).judging().matching().fail()).isEmpty();
    }

    @Test
    void aCaseWithoutARunLineIsAProgramLineItself() throws Exception {
        Job job = parse("job suite {\n case ./a \"b c\"\n case {d | e}\n case \"./f g\"\n}")
                .get(0);

        assertThat(job.cases()).extracting(CaseLineTest::displays).containsExactly("./a 'b c'", "d | e", "./f g");
        assertThat(job.cases()).extracting(Case::name).containsExactly("./a b c", "d | e", "./f g");
    }

    @Test
    void linesInARowBetweenCasesAreANewListAsBetweenJobs() throws Exception {
        Job job = parse("job s {\n run a\n run b\n case 1\n run c\n check k\n case 2\n case 3 { run d }\n}")
                .get(0);

        assertThat(job.cases()).extracting(CaseLineTest::displays).containsExactly("a b", "c", "d");
        assertThat(job.cases()).extracting(each -> each.checks().size()).containsExactly(0, 1, 1);
    }

    @Test
    void casesOfEachHaveItsMatch() throws Exception {
        Files.createDirectories(directory.resolve("c/a"));
        Files.createDirectories(directory.resolve("c/b"));
        List<Job> jobs = parse("each c/*/ {\n dir {path}\n case build { run make {path} }\n case test { run ./t }\n}");

        assertThat(jobs).extracting(Job::name).containsExactly("c/a", "c/b");
        assertThat(jobs.get(1).cases()).extracting(Case::directory).containsExactly("c/b/", "c/b/");
        assertThat(displays(jobs.get(1).cases().get(0))).isEqualTo("make c/b/");
    }

    @Test
    void jobsAndCasesArePreparedAlike() throws Exception {
        List<Job> jobs = parse("""
                requires-file common.dat {name}.mdu
                env-append PATH /opt/bin -sep :
                job one { disabled "no mesh"
                          requires-file more
                          env-unset A B }
                job two { requires-file none }
                job three { case x { disabled none
                                     env-prepend PATH {name} } }
                """);

        Preparation one = jobs.get(0).preparation();
        assertThat(one.disabled()).contains("no mesh");
        assertThat(one.requiredFiles()).containsExactly("common.dat", "one.mdu", "more");
        assertThat(one.changes())
                .extracting(change -> change.kind() + " " + change.name() + " " + change.value() + change.separator())
                .containsExactly("APPEND PATH /opt/bin:", "UNSET A ", "UNSET B ");
        assertThat(jobs.get(1).preparation().requiredFiles()).isEmpty();
        assertThat(jobs.get(2).preparation()).isEqualTo(Preparation.NONE);
        Preparation x = jobs.get(2).cases().get(0).preparation();
        assertThat(x.requiredFiles()).containsExactly("common.dat", "x.mdu");
        assertThat(x.changes())
                .extracting(change -> change.kind() + " " + change.name() + " " + change.value() + change.separator())
                .containsExactly("APPEND PATH /opt/bin:", "PREPEND PATH x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "case; 2:1; a case without a name",
                "case \" \"; 2:6; a case without a name",
                "case a{ run x }; 2:15; a brace that is part of a word",
                "case a { job b }; 2:10; job cannot stand within a block",
                "case a { case b }; 2:10; case cannot stand within a block",
                "case a { needs gpu }; 2:10; needs is for a whole job, not for a case of it",
                "case a { grace 5 }; 2:10; grace is for a whole job, not for a case of it",
                "case a { requires-case }; 2:10; something is missing after 'requires-case'",
                "case a { requires-case a }; 2:24; no case 'a' stands before this one",
                "case a { timeout 2x }; 2:18; '2x' is no duration",
                "case a { run x {path} }; 2:16; {path} is what each has found, and job 'a' comes from no each",
                "case a { compare x gone }; 2:18; the reference 'gone' of job 's' is not there",
                "requires-case a; 2:1; requires-case cannot stand within a block",
                "case a { will-fail yes check x }; 2:24; more than will-fail takes, from 'check' on",
                "disabled; 2:1; something is missing after 'disabled'",
                "disabled \" \"; 2:10; ' ' is no reason",
                "disabled not now; 2:14; more than disabled takes, from 'now' on",
                "requires-file; 2:1; something is missing after 'requires-file'",
                "requires-file \"\"; 2:15; the name of a file is empty",
                "requires-file a none; 2:17; none stands beside others",
                "requires-file {/}; 2:15; this file has no name for job 's'",
                "env-append A; 2:12; something is missing after 'A'",
                "env-append A=1; 2:12; 'A=1' cannot be the name of a variable",
                "env-append SLUICE_JOB x; 2:12; 'SLUICE_JOB' is reserved",
                "env-append A b c; 2:16; more than env-append takes, from 'c' on",
                "env-append A b -sep; 2:16; a separator is missing after -sep",
                "env-prepend A $B; 2:15; no shell reads this value",
                "env-unset; 2:1; something is missing after 'env-unset'",
                "env-unset A=; 2:11; 'A=' cannot be the name of a variable",
            })
    void aMistakeHasItsPlaceAndARemedy(String line, String place, String what) {
        String name = line.contains("{/}") ? "s/" : "s";
        assertThat(message("job " + name + " {\n" + line + "\n}"))
                .startsWith("server.inp:" + place + ": " + what.replace("job 's'", "job '" + name + "'"))
                .contains("\n  expected: ", "\n  example:  ");
    }

    @Test
    void casesOfAJobHaveDifferentNames() throws Exception {
        assertThat(message("job a {\n case x\n case y\n case x { run z }\n}"))
                .startsWith("server.inp:4:7: the name 'x' is taken by the case of line 2\n");
        assertThat(parse("job a { case x }\njob b { case x }")).hasSize(2);
    }

    @Test
    void aCaseBelongsIntoAJob() {
        assertThat(message("case x\njob a")).startsWith("server.inp:1:1: case stands in no block\n");
        assertThat(message("requires-case x\njob a")).startsWith("server.inp:1:1: requires-case stands in no block\n");
    }

    @Test
    void aCheckThatIsNeverReachedIsAMistakeInACaseToo() {
        assertThat(message("job a {\n case x {\n will-fail yes\n check y\n }\n}"))
                .startsWith("server.inp:4:8: this check would never be run");
    }

    @Test
    void aLineBehindAllCasesIsAMistake() {
        assertThat(message("job a {\n case x\n check y\n}"))
                .startsWith("server.inp:3:8: no case follows, so this line has no effect\n");
    }

    @Test
    @Timeout(60)
    void manyCasesAreReadQuickly() throws Exception {
        StringBuilder text = new StringBuilder("run ./x {name}\njob a {\n");
        for (int i = 0; i < 5_000; i++) {
            text.append("case ").append(i).append(i > 0 ? " { requires-case " + (i - 1) + " }\n" : "\n");
        }
        assertThat(parse(text + "}").get(0).cases()).hasSize(5_000);
    }

    private static String displays(Case each) {
        return String.join(" ", each.programs().stream().map(Program::display).toList());
    }

    private String message(String text) {
        return catchThrowableOfType(JobFileException.class, () -> parse(text)).getMessage();
    }

    private List<Job> parse(String text) throws JobFileException {
        return Running.parse(text, directory);
    }
}
