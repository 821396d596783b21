package org.sluice.producer.jobfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.job.Job;
import org.sluice.job.Program;

/** A name arrives at the program byte for byte, wherever the line puts it, and nothing in it is ever executed. */
class HostileNamesTest {
    private static final List<String> PIECES = List.of(
            "'",
            "\"",
            "`",
            "$",
            "\\",
            "(",
            ")",
            "{",
            "}",
            "[",
            "]",
            "<",
            ">",
            "|",
            "&",
            ";",
            "*",
            "?",
            "~",
            "#",
            "!",
            "=",
            "%",
            "-",
            " ",
            "  ",
            "a",
            "Z",
            "0",
            ".",
            "/",
            "é",
            "日",
            "😀",
            "\u00a0",
            "$(touch owned)",
            "`touch owned`",
            "; touch owned;",
            "\"; touch owned; \"",
            "'; touch owned; '",
            "${1}",
            "{name}",
            "{}",
            "{#}",
            "\\n",
            "$'x'");

    @TempDir
    private Path directory;

    static Stream<String> names() {
        Random random = new Random(2);
        Stream<String> made = IntStream.range(0, 120)
                .mapToObj(i -> random.ints(1 + random.nextInt(8), 0, PIECES.size())
                        .mapToObj(PIECES::get)
                        .collect(Collectors.joining()));
        Stream<String> chosen = Stream.of(
                "-n", "--", "$(rm -rf .)", "a'b", "*", "~", "x=y", "\\", "'", "\"", "a\\", "{", "}", "#", "!");
        return Stream.concat(chosen, Stream.concat(PIECES.stream(), made))
                .filter(name -> !name.isBlank())
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aNameArrivesAsItIsInEveryPlaceOfAShellLine(String name) throws Exception {
        String line = "printf '%s\\0' {name} \"{name}\" '{name}' a{name}b \"a{name}b\" 'a{name}b'"
                + " $(printf %s. {name} >&2; echo x) \"$(printf %s. {name} {name} '{name}')\"";
        String nested = " \"$(printf %s \"$(printf %s. \"{name}\" {name})\")\"";
        String seen = expected(name);
        assertArrives("run " + line + " {group {name}}\n", name, seen + "group " + name + "\0");
        assertArrives("run {" + line + nested + "}\n", name, seen + name + "." + name + ".\0");
        assertArrives("run {\n# it's a comment {name}\n" + line + "\n}\n", name, seen);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aNameArrivesAsItIsWithoutAShell(String name) throws Exception {
        String head = "run printf {%s\\0} {name} \"{name}\" a{name}b {a {name} b}\n";
        Job job = assertArrives(head, name, name + "\0" + name + "\0a" + name + "b\0a " + name + " b\0");
        assertThat(job.programs()).hasOnlyElementsOfType(Program.Direct.class);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aNameArrivesAsItIsInTheEnvironment(String name) throws Exception {
        assertArrives("env VALUE {name}\nrun sh -c {printf %s \"$VALUE\"}\n", name, name);
    }

    @Test
    void aFileIsExecutedWhateverItsName() throws Exception {
        Path file = directory.resolve("$(touch owned); a 'b.sh");
        Files.writeString(file, "#!/bin/sh\necho ran\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();

        List<Job> jobs = Running.parse("each *.sh { run {} }", directory);

        assertThat(jobs).hasSize(1);
        assertThat(Running.output(jobs.get(0), directory)).asString().isEqualTo("ran\n");
        assertThat(directory.resolve("owned")).doesNotExist();
    }

    private static String expected(String name) {
        String substituted = name + "." + name + "." + name + ".";
        // What the substitution without quotes prints on standard error comes first.
        return name + "."
                + Stream.of(name, name, name, "a" + name + "b", "a" + name + "b", "a" + name + "b", "x", substituted)
                        .map(s -> s + "\0")
                        .collect(Collectors.joining());
    }

    private Job assertArrives(String head, String name, String expected) throws Exception {
        String quoted = "\"" + name.replaceAll("[\\\\\"{}$`]", "\\\\$0") + "\"";
        List<Job> jobs = Running.parse(head + "job " + quoted, directory);
        assertThat(jobs).extracting(Job::name).containsExactly(name);
        String output = new String(Running.output(jobs.get(0), directory), StandardCharsets.UTF_8);
        assertThat(output).isEqualTo(expected);
        assertThat(directory.resolve("owned")).doesNotExist();
        return jobs.get(0);
    }
}
