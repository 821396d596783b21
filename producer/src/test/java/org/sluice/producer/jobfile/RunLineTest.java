package org.sluice.producer.jobfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.job.Program;

class RunLineTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "./x a b",
                "./x \"a|b;c*\" {a | $b}",
                "./x a#b a=b ! a,b %c ^d",
                "./x \"\\$HOME\" \\$HOME \\*",
                "./x \"it's\"",
                "awk {{print $1}} f",
                "find . -exec ls \\;",
                "{./x a \"b c\"}"
            })
    void aLineThatMeansTheSameToTheShellIsExecutedDirectly(String line) throws Exception {
        assertThat(program(line)).isInstanceOf(Program.Direct.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "./x | y",
                "./x && y",
                "./x > log",
                "./x $HOME",
                "./x \"$HOME\"",
                "./x \"`date`\"",
                "./x *.log",
                "./x 'a b'",
                "./x --opt=\"a b\"",
                "./x ~/a",
                "A=1 ./x",
                "cd x",
                "exit 3",
                "! ./x",
                "./x {%}",
                "{./x; y}",
                "{\n./x\n./y\n}",
                "{./x {a b}}",
                "{./x a\\nb}"
            })
    void aLineThatOnlyTheShellUnderstandsGoesToTheShell(String line) throws Exception {
        assertThat(program(line)).isInstanceOf(Program.Shell.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '^',
            value = {
                "./x {name} > y => ./x \"${1}\" > y",
                "./x \"{name}\" > y => ./x \"${1}\" > y",
                "./x '{name}' > y => ./x ''\"${1}\"'' > y",
                "./x \"$(y {name})\" => ./x \"$(y \"${1}\")\"",
                "./x $(({#}+{%})) => ./x $((${1}+${SLUICE_SLOT}))",
                "./x {%} \"a{%}\" => './x' \"${SLUICE_SLOT}\" 'a'\"${SLUICE_SLOT}\"",
                "./x {it's {name}} | y => ./x 'it'\\''s '\"${1}\" | y",
                "./x '{a b}' \"{c d}\" | y => ./x '{a b}' \"{c d}\" | y",
                "./x \"\\{name\\}\" '\\{name}' | y => ./x \"{name}\" '{name}' | y",
                "./x ${name} => ./x ${name}",
                "./x ${y}#{name} a\\ #{name} => ./x ${y}#\"${1}\" a\\ #\"${1}\"",
                "./x >y # {name} it's => ./x >y",
                "{./x >y # {name} it's} => ./x >y # {name} it's",
                "./x ${y:-'}'} \"${y:-'}\" {name} => ./x ${y:-'}'} \"${y:-'}\" \"${1}\"",
                "./x \\${name} | y => ./x \\$\"${1}\" | y"
            })
    void theShellGetsTheLineAsItIsWrittenWithReferencesForValues(String line, String expected) throws Exception {
        assertThat(shell(line).line()).isEqualTo(expected);
    }

    @Test
    void eachValueIsHandedOverOnce() throws Exception {
        Program.Shell shell = shell("./x {name} {#} \"{name}\" > {#}");
        assertThat(shell.line()).isEqualTo("./x \"${1}\" \"${2}\" \"${1}\" > \"${2}\"");
        assertThat(shell.values()).containsExactly("T 1", "1");
        assertThat(shell.display()).isEqualTo("./x T 1 1 \"T 1\" > 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo `echo {name}`",
                "echo ${x:-{name}}",
                "echo \"${x:-{name}}\"",
                "echo $((1 + {name}))",
                "echo $((1 + $(echo {name})))",
                "{((x = {name}))}",
                "{cat <<E\n{name}\nE\n}",
                "{f() { echo {name}; }; f x}",
                "{set -- a b; echo {name}}",
                "{shift; echo {name}}",
                "{echo $'it\\'s' {name}}",
                "{echo \"$(case x in x) echo {name};; esac)\"}"
            })
    void aValueIsRefusedWhereItCouldBecomeSource(String line) {
        assertThatThrownBy(() -> program(line))
                .isInstanceOf(JobFileException.class)
                .hasMessageContaining("{name} cannot be used")
                .hasMessageContaining("its value could be read as shell source");
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo it's", "{echo it's}", "{echo \"a}", "echo `date"})
    void aQuoteThatTheShellWouldMissIsAMistake(String line) {
        assertThatThrownBy(() -> program(line)).hasMessageContaining("a quote of the shell is opened here");
    }

    @Test
    void aContinuedLineIsOneLineForTheShellToo() throws Exception {
        assertThat(shell("./x a \\\n    b | y").line()).isEqualTo("./x a  b | y");
        assertThat(program("./x a \\\n    b")).isEqualTo(new Program.Direct(List.of("./x", "a", "b")));
    }

    @Test
    void theSlotIsAVariableWithoutOtherChange() throws Exception {
        var jobs = Running.parse("run printf \"%s|\\x41\\t%s|\" \"it's {name}\" {%}\njob {T 1}", directory);
        assertThat(Running.output(jobs.get(0), directory)).asString().isEqualTo("it's T 1|A\t7|");
    }

    @Test
    void aProgramWithASlashIsLookedForInTheDirectoryOfTheJob() throws Exception {
        Path script = Files.createDirectories(directory.resolve("cases/one")).resolve("x.sh");
        Files.writeString(script, "#!/bin/sh\necho found\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        var jobs = Running.parse("dir cases/{name}\nrun ./x.sh\nrun {./x.sh | cat}\njob one", directory);
        assertThat(Running.output(jobs.get(0), directory)).asString().isEqualTo("found\nfound\n");
    }

    private Program program(String line) throws JobFileException {
        return Running.parse("run " + line + "\njob {T 1}", directory)
                .get(0)
                .programs()
                .get(0);
    }

    private Program.Shell shell(String line) throws JobFileException {
        return (Program.Shell) program(line);
    }
}
