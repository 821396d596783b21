package org.sluice.consumer;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The encoding in which this process hands texts to others. It is that of the locale it was started in; what has no place
 * in it would become question marks, and the job would not be the one that was asked for.
 */
final class SystemEncoding {
    /** That of the JDK. */
    static final SystemEncoding OF_JDK = new SystemEncoding(charset());

    /**
     * That of texts that we hand over ourselves. Where the locale says nothing of letters beyond ASCII they are those of the
     * job file, which is in UTF-8; and what was inherited goes on byte by byte, whatever it is.
     */
    static final SystemEncoding RAW =
            new SystemEncoding(OF_JDK.charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset());

    /** The variables of our own environment that are more than ASCII, by their names, with them. */
    private static final Map<String, byte[]> INHERITED = inherited();

    private final Charset charset;

    /** Most of the environment is the same for one job after the other, down to the object. */
    private final Map<String, Variable> lastOnes = new ConcurrentHashMap<>();

    private record Variable(String value, byte[] bytes) {}

    private SystemEncoding(Charset charset) {
        this.charset = charset;
    }

    private static Charset charset() {
        String name = System.getProperty("sun.jnu.encoding");
        boolean takesAll = name == null || ProgramFile.WINDOWS || !Charset.isSupported(name);
        return takesAll ? StandardCharsets.UTF_8 : Charset.forName(name);
    }

    /** Why the program cannot be given these texts as they are, if so. */
    Optional<String> fault(List<String> words, Map<String, String> environment) {
        if (charset.equals(StandardCharsets.UTF_8)) {
            return Optional.empty();
        }
        // what was inherited is as lost as it was before us
        List<String> own = environment.entrySet().stream()
                .filter(variable -> !variable.getValue().equals(System.getenv(variable.getKey())))
                .map(Map.Entry::getValue)
                .toList();
        return firstLost(words)
                .or(() -> firstLost(own))
                .map(text -> "the locale of this consumer (" + charset + ") has no place for '" + text
                        + "'; start the consumer with LC_ALL=C.UTF-8");
    }

    private Optional<String> firstLost(Collection<String> texts) {
        return texts.stream()
                .filter(text -> !charset.newEncoder().canEncode(text))
                .findFirst();
    }

    byte[] bytes(String text) {
        return text.getBytes(charset);
    }

    /** The bytes of a path, also of one that the locale cannot show. */
    byte[] bytes(Path path) {
        String text = path.toString();
        if (text.chars().allMatch(letter -> letter < 0x80)) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
        // the JDK has them, and shows them as they are here alone
        return unescaped(path.toAbsolutePath().toUri().getRawPath());
    }

    private static byte[] unescaped(String path) {
        byte[] bytes = new byte[path.length()];
        int length = 0;
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) == '%') {
                bytes[length++] = (byte) Integer.parseInt(path.substring(i + 1, i + 3), 16);
                i += 2;
            } else {
                bytes[length++] = (byte) path.charAt(i);
            }
        }
        return Arrays.copyOf(bytes, length);
    }

    /** NAME=VALUE; for one that is as we have inherited it, the very bytes. */
    byte[] variable(String name, String value) {
        Variable last = lastOnes.get(name);
        if (last == null || last.value != value) {
            byte[] inherited = INHERITED.get(name);
            boolean same = inherited != null && value.equals(System.getenv(name));
            last = new Variable(value, same ? inherited : bytes(name + "=" + value));
            lastOnes.put(name, last);
        }
        return last.bytes;
    }

    private static Map<String, byte[]> inherited() {
        Map<String, byte[]> inherited = new HashMap<>();
        byte[] all;
        try {
            all = Files.readAllBytes(Path.of("/proc/self/environ"));
        } catch (IOException e) {
            return inherited; // another system
        }
        int begin = 0;
        for (int i = 0; i < all.length; i++) {
            if (all[i] == 0) {
                byte[] variable = Arrays.copyOfRange(all, begin, i);
                String text = new String(variable, OF_JDK.charset);
                if (text.chars().anyMatch(letter -> letter >= 0x80) && text.indexOf('=') > 0) {
                    inherited.put(text.substring(0, text.indexOf('=')), variable);
                }
                begin = i + 1;
            }
        }
        return inherited;
    }
}
