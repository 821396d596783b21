package org.sluice.consumer;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The encoding in which this process hands texts to others. It is that of the locale it was started in; what has no place
 * in it Java silently replaces by question marks, and the job would not be the one that was asked for.
 */
final class SystemEncoding {
    private static final Charset CHARSET = charset();

    private SystemEncoding() {}

    private static Charset charset() {
        String name = System.getProperty("sun.jnu.encoding");
        boolean takesAll = name == null || ProgramFile.WINDOWS || !Charset.isSupported(name);
        return takesAll ? StandardCharsets.UTF_8 : Charset.forName(name);
    }

    /** Why the program cannot be given these texts as they are, if so. */
    static Optional<String> fault(List<String> words, Map<String, String> environment) {
        if (CHARSET.equals(StandardCharsets.UTF_8)) {
            return Optional.empty();
        }
        // what was inherited is as lost as it was before us
        List<String> own = environment.entrySet().stream()
                .filter(variable -> !variable.getValue().equals(System.getenv(variable.getKey())))
                .map(Map.Entry::getValue)
                .toList();
        return firstLost(words)
                .or(() -> firstLost(own))
                .map(text -> "the locale of this consumer (" + CHARSET + ") has no place for '" + text
                        + "'; start the consumer with LC_ALL=C.UTF-8");
    }

    private static Optional<String> firstLost(Collection<String> texts) {
        return texts.stream()
                .filter(text -> !CHARSET.newEncoder().canEncode(text))
                .findFirst();
    }
}
