package org.sluice.consumer;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts programs as the JDK does it on every system. */
final class JdkStart implements Start {
    private static final File NOTHING = new File(ProgramFile.WINDOWS ? "NUL" : "/dev/null");
    private static final Optional<String> OWN_SESSION = OwnSession.starter();

    private final Path directory;
    private final Map<String, String> environment;
    private final CapturedOutput output;

    JdkStart(Path directory, Map<String, String> environment, CapturedOutput output) {
        this.directory = directory;
        this.environment = environment;
        this.output = output;
    }

    @Override
    public RunningProgram start(List<String> words) throws CannotRunException {
        Optional<String> lost = SystemEncoding.OF_JDK.fault(words, environment);
        if (lost.isPresent()) {
            throw new CannotRunException(lost.get());
        }
        ProcessBuilder builder = new ProcessBuilder(words).directory(directory.toFile());
        try {
            Map<String, String> variables = builder.environment();
            variables.clear();
            variables.putAll(environment);
        } catch (IllegalArgumentException e) {
            throw new CannotRunException("the environment of the job cannot be set: " + e.getMessage(), e);
        }
        String searchPath = builder.environment().getOrDefault("PATH", DEFAULT_SEARCH_PATH);
        if (OWN_SESSION.isPresent()) {
            // what fails behind the starter would look like a failure of the program
            Optional<String> fault = new StartFailure(words.get(0), directory, searchPath).fault();
            if (fault.isPresent()) {
                throw new CannotRunException(fault.get());
            }
            builder.command(OwnSession.prefixed(OWN_SESSION.get(), words));
        } else {
            builder.command(located(words, searchPath));
        }
        builder.redirectInput(NOTHING);
        output.redirect(builder);
        try {
            return new JdkProgram(builder.start());
        } catch (IOException e) {
            throw new StartFailure(words.get(0), directory, searchPath).explained(e);
        }
    }

    /**
     * The words, with the program by its full path where the JDK would look for it in the wrong place: it searches the
     * path of this process, not that of the job; and on Windows it takes a relative one from the directory of this
     * process. Otherwise the program keeps the name that it was called by, which it may print.
     */
    private List<String> located(List<String> words, String searchPath) throws CannotRunException {
        String name = words.get(0);
        String full;
        if (ProgramFile.isBare(name)) {
            if (searchPath.equals(System.getenv("PATH"))) {
                return words;
            }
            full = ProgramFile.search(name, searchPath, directory)
                    .orElseThrow(() -> new StartFailure(name, directory, searchPath).notFound())
                    .toString();
        } else if (ProgramFile.WINDOWS) {
            full = directory.resolve(name).toString();
        } else {
            return words;
        }
        List<String> located = new ArrayList<>(words);
        located.set(0, full);
        return located;
    }
}
