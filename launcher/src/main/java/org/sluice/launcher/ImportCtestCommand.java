package org.sluice.launcher;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sluice.job.ExitCode;
import org.sluice.producer.ctest.CtestImport;
import org.sluice.producer.ctest.ImportException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a job file with the tests of a CMake build tree. */
@Command(
        name = "ctest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Prints a job file with the tests of a CMake build tree.",
            "The verdict of each test is that of CTest; what ties tests together makes them cases of one job. A test of"
                    + " which that cannot be said is named, and nothing is printed."
        },
        footer = {
            "",
            "Examples:",
            "  sluice import ctest build > suite.inp",
            "  sluice import ctest build -C Release | sluice run -"
        })
final class ImportCtestCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "BUILD_DIR", description = "The directory in which CMake was run.")
    private Path directory;

    @Option(
            names = {"-C", "--build-config"},
            paramLabel = "CONFIG",
            description = "Which configuration, where the build tree has several.")
    private String configuration;

    @Option(
            names = "--partial",
            fallbackValue = "true",
            description = "Leaves out what cannot be taken over, and says so.")
    private boolean partial;

    @Override
    public Integer call() throws Exception {
        CtestImport.Imported imported;
        try {
            imported = CtestImport.of(directory, Optional.ofNullable(configuration), partial);
        } catch (ImportException e) {
            throw new UsageException(e.getMessage(), e.exitCode());
        }
        // a job file is UTF-8, whatever the terminal is
        System.out.write(imported.jobFile().getBytes(StandardCharsets.UTF_8));
        System.out.flush();
        if (System.out.checkError()) {
            throw new IOException("the job file could not be written to standard output: is the disk full?");
        }
        PrintWriter err = spec.commandLine().getErr();
        imported.notes().forEach(note -> err.println("sluice: " + note));
        err.println("sluice: " + imported.tests() + (imported.tests() == 1 ? " test in " : " tests in ")
                + imported.jobs() + (imported.jobs() == 1 ? " job" : " jobs"));
        return ExitCode.PASSED.code();
    }
}
