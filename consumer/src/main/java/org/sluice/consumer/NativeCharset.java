package org.sluice.consumer;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.job.Job;
import org.sluice.job.Program;

/**
 * The encoding in which the JDK hands text to the system: that of the locale. It puts a question mark where a character
 * has no place in it, so that a program would quietly be given something else than the job says.
 *
 * @param charset the encoding
 */
record NativeCharset(Charset charset) {
    private static final int FIRST_JAVA_WITH_ITS_OWN = 18; // before, the default charset was used

    /** That of this process. */
    static NativeCharset ofThisProcess() {
        String name = System.getProperty("sun.jnu.encoding");
        if (ProgramFile.WINDOWS) {
            return new NativeCharset(StandardCharsets.UTF_8); // Windows takes text as it is
        }
        boolean isDefault = Runtime.version().feature() < FIRST_JAVA_WITH_ITS_OWN || name == null;
        return new NativeCharset(isDefault ? Charset.defaultCharset() : Charset.forName(name));
    }

    /** Why the job would not be run as it says; empty if it would. */
    Optional<String> obstacle(Job job) {
        if (charset.equals(StandardCharsets.UTF_8)) {
            return Optional.empty();
        }
        return texts(job).stream()
                .filter(text -> !charset.newEncoder().canEncode(text))
                .findFirst()
                .map(text -> "'" + text + "' cannot be written in the locale's encoding " + charset
                        + ": start the consumer in a UTF-8 locale, such as LC_ALL=C.UTF-8");
    }

    private static List<String> texts(Job job) {
        List<String> texts = new ArrayList<>(List.of(job.name(), job.directory()));
        job.environment().forEach((name, value) -> texts.add(name + "=" + value));
        for (Program program : job.programs()) {
            if (program instanceof Program.Direct direct) {
                texts.addAll(direct.words());
            } else if (program instanceof Program.Shell shell) {
                texts.add(shell.line());
                texts.addAll(shell.values());
            }
        }
        return texts;
    }
}
