package org.sluice.consumer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.consumer.linux.Child;
import org.sluice.consumer.linux.Kin;
import org.sluice.consumer.linux.Linux;
import org.sluice.consumer.linux.SystemFault;

/** Starts programs by the C library: each in a session of its own, all of them traceable. */
final class LinuxStart implements Start {
    private static final byte[] SHELL = "/bin/sh".getBytes(StandardCharsets.US_ASCII);

    private final Linux linux;
    private final Kin kin;
    private final Path directory;
    private final Map<String, String> environment;
    private final CapturedOutput output;

    LinuxStart(Linux linux, Kin kin, Path directory, Map<String, String> environment, CapturedOutput output) {
        this.linux = linux;
        this.kin = kin;
        this.directory = directory;
        this.environment = environment;
        this.output = output;
    }

    @Override
    public RunningProgram start(List<String> words) throws CannotRunException {
        Optional<String> lost = SystemEncoding.RAW.fault(words, environment);
        if (lost.isPresent()) {
            throw new CannotRunException(lost.get());
        }
        List<byte[]> variables = variables();
        CapturedOutput.Files files = opened();
        String name = words.get(0);
        String searchPath = environment.getOrDefault("PATH", DEFAULT_SEARCH_PATH);
        StartFailure failure = new StartFailure(name, directory, searchPath);
        try {
            if (words.stream().anyMatch(LinuxStart::hasNul)) {
                throw new IOException("a NUL in its arguments");
            }
            List<byte[]> arguments = new ArrayList<>();
            words.forEach(word -> arguments.add(SystemEncoding.RAW.bytes(word)));
            byte[] file = located(name, searchPath, failure);
            Child child;
            try {
                child = spawn(file, arguments, variables, files);
            } catch (SystemFault e) {
                if (!e.isNoExecutableFormat()) {
                    throw e;
                }
                // as execvp(3) does it: a script without a first line that says by what
                byte[] script = ProgramFile.isBare(name) ? searched(name, searchPath, failure) : file;
                List<byte[]> byShell = new ArrayList<>(List.of(SHELL, script));
                byShell.addAll(arguments.subList(1, arguments.size()));
                child = spawn(SHELL, byShell, variables, files);
            }
            return new LinuxProgram(child);
        } catch (IOException e) {
            throw failure.explained(e);
        }
    }

    private Child spawn(byte[] file, List<byte[]> arguments, List<byte[]> variables, CapturedOutput.Files files)
            throws SystemFault {
        return linux.spawn(
                kin, file, arguments, variables, SystemEncoding.RAW.bytes(directory), files.stdout(), files.stderr());
    }

    private CapturedOutput.Files opened() throws CannotRunException {
        try {
            return output.open(linux);
        } catch (IOException e) {
            throw new CannotRunException("no file for the output of the job could be made: " + e.getMessage(), e);
        }
    }

    /** The C library searches our path, so for another one the file is looked for here. */
    private byte[] located(String name, String searchPath, StartFailure failure) throws CannotRunException {
        return ProgramFile.isBare(name) && !searchPath.equals(System.getenv("PATH"))
                ? searched(name, searchPath, failure)
                : SystemEncoding.RAW.bytes(name);
    }

    private byte[] searched(String name, String searchPath, StartFailure failure) throws CannotRunException {
        return SystemEncoding.RAW.bytes(
                ProgramFile.search(name, searchPath, directory).orElseThrow(failure::notFound));
    }

    private List<byte[]> variables() throws CannotRunException {
        List<byte[]> variables = new ArrayList<>(environment.size());
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            String name = variable.getKey();
            if (name.isEmpty() || name.indexOf('=', 1) >= 0 || hasNul(name)) {
                throw environmentFault("name", name);
            }
            if (hasNul(variable.getValue())) {
                throw environmentFault("value", variable.getValue());
            }
            variables.add(SystemEncoding.RAW.variable(name, variable.getValue()));
        }
        return variables;
    }

    private static CannotRunException environmentFault(String what, String text) {
        return new CannotRunException("the environment of the job cannot be set: Invalid environment variable " + what
                + ": \"" + text + "\"");
    }

    private static boolean hasNul(String text) {
        return text.indexOf('\0') >= 0;
    }
}
