package org.sluice.producer.jobfile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MistakesTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '^',
            value = {
                "jbo \"Test\" => 1:1 unknown word 'jbo'; the nearest known one is 'job'",
                "Job x => 1:1 unknown word 'Job'; the nearest known one is 'job'",
                "tim 5 => 1:1 unknown word 'tim'; the nearest known one is 'timeout'",
                "./run.sh 17 => 1:1 unknown word './run.sh'",
                "retries a b => 1:11 more than retries takes, from 'b' on",
                "retires 2 => 1:1 unknown word 'retires'; the nearest known one is 'retries'",
                "retries => 1:1 something is missing after 'retries'",
                "retries -1 => 1:9 '-1' is no whole number from 0 to 1000",
                "retries 1001 => 1:9 '1001' is no whole number from 0 to 1000",
                "retries 99999999999999999999 => 1:9 '99999999999999999999' is no whole number from 0 to 1000",
                "retries 1.5 => 1:9 '1.5' is no whole number from 0 to 1000",
                "skip-cod 4 => 1:1 unknown word 'skip-cod'; the nearest known one is 'skip-code'",
                "check => 1:1 something is missing after 'check'",
                "check \"\" => 1:7 no program to run",
                "check { } => 1:7 no program to run",
                "check \"a\\.b\" => 1:9 a backslash that means nothing here",
                "check \"a => 1:7 a quote is opened here and never closed",
                "exit => 1:1 something is missing after 'exit'",
                "exit 0 256 => 1:8 '256' is no exit code",
                "exit 0,2 => 1:6 '0,2' is no exit code",
                "exit 0-2 => 1:6 '0-2' is no exit code",
                "exit -1 => 1:6 '-1' is no exit code",
                "exit \"\" => 1:6 '' is no exit code",
                "skip-code => 1:1 something is missing after 'skip-code'",
                "skip-code 4 5 => 1:13 more than skip-code takes, from '5' on",
                "skip-code no => 1:11 'no' is no exit code",
                "skip-code 999 => 1:11 '999' is no exit code",
                "skip-code 0 => 1:11 '0' is what a program exits with that has passed",
                "will-fail true => 1:11 'true' is neither yes nor no",
                "will-fail yes no => 1:15 more than will-fail takes, from 'no' on",
                "grace => 1:1 something is missing after 'grace'",
                "grace 0 => 1:7 '0' is no duration",
                "grace none => 1:7 'none' is no duration",
                "job => 1:1 a job without a name",
                "job \"\" => 1:5 a job without a name",
                "job {} => 1:5 a job without a name",
                "job \" \" { timeout 2h } => 1:5 a job without a name",
                "job \"a\"b => 1:8 extra characters after the closing quote",
                "job {a}b => 1:8 extra characters after the closing brace",
                "job \"a\"{ timeout 2h } => 1:8 extra characters after the closing quote",
                "job a{ timeout 2h } => 1:19 a brace that is part of a word",
                "job a{ => 1:5 a brace that is part of a word",
                "job \"a => 1:5 a quote is opened here and never closed",
                "job a { => 1:7 a brace is opened here and never closed",
                "job \"a\\qb\" => 1:7 a backslash that means nothing here",
                "job \"a\\u12\" => 1:7 a backslash that means nothing here",
                "job \"a\\x00\" => 1:7 a backslash that means nothing here",
                "job \"a\\ud800\" => 1:7 a backslash that means nothing here",
                "job \"a\\nb\" => 1:5 the name has a control character, such as a tab or a newline",
                "job a { job b } => 1:9 job cannot stand within a block",
                "job a { each b } => 1:9 each cannot stand within a block",
                "job a { tmeout 2 } => 1:9 unknown word 'tmeout'; the nearest known one is 'timeout'",
                "job a { timeout 2x } => 1:17 '2x' is no duration",
                "timeout => 1:1 something is missing after 'timeout'",
                "timeout 0 => 1:9 '0' is no duration",
                "timeout 5 # five => 1:17 there is no job in this file",
                "timeout 5 #five => 1:11 more than timeout takes, from '#five' on",
                "dir => 1:1 something is missing after 'dir'",
                "dir \"\" => 1:5 the value is empty",
                "dir a b => 1:7 more than dir takes, from 'b' on",
                "dir C:\\cases => 1:7 a backslash that means nothing here",
                "dir $HOME/a => 1:5 no shell reads this value, so the variable would stay as it is written",
                "env => 1:1 something is missing after 'env'",
                "env A => 1:5 something is missing after 'A'",
                "env A=1 => 1:5 'A=1' cannot be the name of a variable",
                "env 1A 1 => 1:5 '1A' cannot be the name of a variable",
                "env SLUICE_X 1 => 1:5 'SLUICE_X' is reserved",
                "env A 1 2 => 1:9 more than env takes, from '2' on",
                "env A {%} => 1:7 {%} is not known before the job runs, so env cannot have it",
                "run => 1:1 something is missing after 'run'",
                "run \"\" => 1:5 no program to run",
                "run { } => 1:5 no program to run",
                "run \"a\\.b\" => 1:7 a backslash that means nothing here",
                "} => 1:1 a } that closes nothing",
                "{ timeout 5 } => 1:1 a block of no job",
                "each => 1:1 each without a pattern",
                "each * => 1:1 each without a run line",
                "each * b { run x } => 1:8 more than each takes, from 'b' on",
            })
    void aMistakeIsShownWhereItIs(String line, String expected) {
        assertThat(found(line)).containsExactly(expected);
    }

    @Test
    void aCheckInABlockThatIsNeverReachedIsAMistake() {
        String what = " this check would never be run, for the job is expected to fail";
        assertThat(found("job a {\n check x\n will-fail yes\n}")).containsExactly("2:8" + what);
        assertThat(found("will-fail yes\njob a {\n check x\n}")).containsExactly("3:8" + what);
        assertThat(found("job a {\n check\n will-fail yes\n}")).hasSize(1);
    }

    @Test
    void anExitInABlockThatHasNoEffectIsAMistake() throws Exception {
        String what =
                " this exit would have no effect, for with pass-match the output decides and exit codes do not matter";
        assertThat(found("job a {\n exit 2\n pass-match x\n}")).containsExactly("2:2" + what);
        assertThat(found("pass-match x\njob a { exit 2 }")).containsExactly("2:9" + what);
        assertThat(found("job a { case b {\n pass-match x\n exit 2\n}\n}")).containsExactly("3:2" + what);
        assertThat(Running.parse("exit 2\njob a { pass-match x }\njob b", directory))
                .hasSize(2);
        assertThat(Running.parse("pass-match x\njob a { exit 2\n pass-match none }", directory))
                .hasSize(1);
    }

    @Test
    void whatIsSaidTwiceInABlockIsAMistakeForTheSecondWouldUndoTheFirst() {
        assertThat(found("job a {\n timeout 1m\n retries 1\n timeout 2m\n}"))
                .containsExactly("4:2 timeout is there twice in this block, first in line 2");
        assertThat(found("job a {\n slots 2\n slots x\n}"))
                .containsExactly("3:2 slots is there twice in this block, first in line 2");
    }

    @Test
    void theExampleForACheckIsACheck() {
        assertThat(failure("check \"a\\.b\"\njob a".getBytes(UTF_8)))
                .hasMessageContaining("  example:  check grep {a\\.b} ");
    }

    @Test
    void aPatternThatMatchesNothingIsAMistake() {
        assertThat(found("each no/*/ { run x }")).containsExactly("1:6 no directory matches 'no/*/' in " + directory);
        assertThat(found("each no* { run x }"))
                .containsExactly("1:6 no file or directory matches 'no*' in " + directory);
        assertThat(found("each [z-a] { run x }")).singleElement().asString().startsWith("1:6 '[z-a]' is no pattern");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run \"a\\.b\"\njob \"x 'y\"\njob \"z 'y\"",
                "timeout 5x\njob a\njob b",
                "jbo a\ntimeout 5",
                "job \"a\ntimeout 5",
                "job a\"b\" {\n timeout 5x\n}",
                "run {path}\njob a\njob b",
                "check {path}\njob a\njob b",
                "exit 0 x\njob a\njob b",
                "run {/}\njob a/"
            })
    void aMistakeDoesNotBringOthersWithIt(String text) {
        assertThat(found(text)).hasSize(1);
    }

    @Test
    void allMistakesAreShownAtOnceInTheOrderOfTheFile() {
        assertThat(found("run {name} {path}\njbo a\njob b {\n timeout 5x\n dri x\n}\njob b\nenv 1 2\njob c"))
                .containsExactly(
                        "1:12 {path} is what each has found, and job 'b' comes from no each",
                        "2:1 unknown word 'jbo'; the nearest known one is 'job'",
                        "4:10 '5x' is no duration",
                        "5:2 unknown word 'dri'; the nearest known one is 'dir'",
                        "7:5 the name 'b' is taken by the job of line 3",
                        "8:5 '1' cannot be the name of a variable");
    }

    @Test
    void afterTwentyMistakesItIsSaidThatThereAreMore() {
        assertThat(found("x\n".repeat(20))).hasSize(20);
        assertThat(failure("x\n".repeat(20).getBytes(UTF_8)).getMessage()).doesNotContain("further");
        assertThat(found("x\n".repeat(21))).hasSize(20);
        assertThat(failure("x\n".repeat(21).getBytes(UTF_8)).getMessage()).endsWith("\nfurther mistakes are not shown");
    }

    @Test
    void anUnclosedBraceDoesNotHideTheLinesAfterIt() {
        assertThat(found("job a {\n timeout 2h\njob b\njbo c\n"))
                .containsExactly(
                        "1:7 a brace is opened here and never closed",
                        "4:1 unknown word 'jbo'; the nearest known one is 'job'");
    }

    @Test
    void aFileWithoutAJobIsAMistake() {
        assertThat(failure(new byte[0])).hasMessageStartingWith("server.inp: the file is empty\n");
        assertThat(failure(" \n\n".getBytes(UTF_8))).hasMessageStartingWith("server.inp: the file is empty\n");
        assertThat(found("# nothing\n")).containsExactly("2:1 there is no job in this file");
    }

    @Test
    void bytesThatAreNotUtf8AreShownByLineAndByte() {
        byte[] latin1 = "job a\n# é\njob \"ü\"\n".getBytes(ISO_8859_1);
        assertThat(failure(latin1).mistakes())
                .extracting(m -> m.line() + ":" + m.column() + " " + m.what())
                .containsExactly(
                        "2:3 byte 3 of this line, 0xE9, is not UTF-8", "3:6 byte 6 of this line, 0xFC, is not UTF-8");
        byte[] after = "# äöü\njob ä".getBytes(UTF_8);
        after[after.length - 1] = 'x';
        assertThat(failure(after).mistakes().get(0).what()).isEqualTo("byte 5 of this line, 0xC3, is not UTF-8");
    }

    @Test
    void aFileThatIsNoTextIsToldSo() {
        assertThat(failure("job a".getBytes(UTF_16))).hasMessageContaining("the file is in UTF-16");
        assertThat(found("job a\0b")).containsExactly("1:6 a NUL character; this is perhaps no text file");
    }

    @Test
    void columnsCountCharactersAndTheCaretStandsBelowThem() {
        List<Mistake> mistakes =
                failure("\tjob\t\"日本😀\" \"e\u0301\"x\n".getBytes(UTF_8)).mistakes();
        assertThat(mistakes).singleElement().satisfies(m -> {
            assertThat(m.column()).isEqualTo(16);
            assertThat(m.sourceLine()).isEqualTo("    job    \"日本😀\" \"e\u0301\"x");
            // Three wide characters take six columns, the accent none.
            assertThat(m.marker()).isEqualTo(" ".repeat(4 + 3 + 4 + 8 + 1 + 3) + "^");
        });
    }

    @Test
    void controlCharactersDoNotReachTheTerminal() {
        assertThat(failure("j\u001b[31mob x\u202e\n".getBytes(UTF_8)).getMessage())
                .contains("unknown word 'j?[31mob'")
                .doesNotContain("\u001b")
                .doesNotContain("\u202e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a ", "\"", "{", "}", "\\", "日", "{name}", "a|", "'", "{ ", "x {\n", "\"a\" ", "$("})
    @Timeout(60)
    void aHugeLineIsReportedInAWindow(String piece) {
        String text = "jbo " + piece.repeat(10_000_000 / piece.length());
        String message = failure(text.getBytes(UTF_8)).getMessage();
        assertThat(message).hasSizeLessThan(10_000);
        assertThat(message).contains("server.inp:1:");
    }

    @Test
    @Timeout(60)
    void aHugeFileThatIsNotUtf8IsRefusedQuickly() {
        byte[] bytes = new byte[10_000_000];
        java.util.Arrays.fill(bytes, (byte) 0xFF);
        bytes[0] = 'a';
        assertThat(failure(bytes).getMessage()).hasSizeLessThan(10_000);
    }

    private List<String> found(String text) {
        return failure(text.getBytes(UTF_8)).mistakes().stream()
                .map(m -> m.line() + ":" + m.column() + " " + m.what())
                .toList();
    }

    private JobFileException failure(byte[] bytes) {
        var failure = catchThrowableOfType(JobFileException.class, () -> JobFile.parse("server.inp", bytes, directory));
        assertThat(failure).as("no mistake was found").isNotNull();
        return failure;
    }
}
