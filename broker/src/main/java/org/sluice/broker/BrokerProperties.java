package org.sluice.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.sluice.job.ByteSizes;
import org.sluice.job.Durations;
import org.sluice.job.NearestWord;

/**
 * Reads the settings of a standalone broker. The file {@code broker.properties} of this package documents every key and
 * holds every default; a user's file changes some of them. The form is simpler than that of {@link java.util.Properties}
 * (no escapes, no continued lines), so that a mistake can be told with its line.
 */
final class BrokerProperties {
    private static final String DEFAULTS = "broker.properties";

    private final Map<String, Entry> entries;

    private record Entry(String value, String place) {}

    private BrokerProperties(Map<String, Entry> entries) {
        this.entries = entries;
    }

    /** The settings of a user who says nothing. */
    static StandaloneBroker.Options defaults() {
        return builtIn().options();
    }

    /**
     * Reads a file of settings; what it does not say is as in {@link #defaults}.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if something in it is wrong; the message names file, line and what was expected
     */
    static StandaloneBroker.Options read(Path file) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new IOException("broker settings " + file + " do not exist", e);
        } catch (IOException e) {
            throw new IOException("cannot read broker settings " + file + ": " + e, e);
        }
        BrokerProperties properties = builtIn();
        properties.override(parse(file.toString(), lines));
        return properties.options();
    }

    private static BrokerProperties builtIn() {
        try (InputStream stream = BrokerProperties.class.getResourceAsStream(DEFAULTS);
                BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return new BrokerProperties(parse(DEFAULTS, reader.lines().toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Entry> parse(String file, List<String> lines) {
        Map<String, Entry> entries = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String place = file + ":" + (i + 1) + ": ";
            int equals = line.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(place + "'" + line + "' is not 'key = value'");
            }
            String key = line.substring(0, equals).strip();
            Entry entry = new Entry(line.substring(equals + 1).strip(), place);
            if (entries.put(key, entry) != null) {
                throw new IllegalArgumentException(place + "'" + key + "' is set twice");
            }
        }
        return entries;
    }

    private void override(Map<String, Entry> others) {
        others.forEach((key, entry) -> {
            if (entries.replace(key, entry) == null) {
                throw new IllegalArgumentException(entry.place() + "there is no setting '" + key + "'" + hint(key));
            }
        });
    }

    private String hint(String key) {
        Optional<String> nearest = NearestWord.to(key, entries.keySet());
        return nearest.map(word -> "; did you mean '" + word + "'?")
                .orElseGet(() -> "; there are: " + String.join(", ", new TreeSet<>(entries.keySet())));
    }

    private StandaloneBroker.Options options() {
        Limits limits = new Limits(
                value("memory-limit", BrokerProperties::percent),
                value("store-limit", ByteSizes::parse),
                value("temp-limit", ByteSizes::parse),
                value("max-frame-size", ByteSizes::parse),
                value("max-connections", BrokerProperties::count),
                value("max-batches", BrokerProperties::count),
                value("max-uncommitted", BrokerProperties::count),
                value("inactivity", BrokerProperties::inactivity));
        return new StandaloneBroker.Options(
                value("listen", ListenAddress::parse),
                value("data", BrokerProperties::path),
                value("access", BrokerProperties::path),
                limits,
                false);
    }

    private <T> T value(String key, Function<String, T> reader) {
        Entry entry = entries.get(key);
        try {
            return reader.apply(entry.value());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(entry.place() + key + ": " + e.getMessage(), e);
        }
    }

    private static Path path(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("expected the path of a directory");
        }
        return Path.of(text);
    }

    private static int percent(String text) {
        if (!text.matches("[1-9]\\d?%") || Integer.parseInt(text.substring(0, text.length() - 1)) > 90) {
            throw new IllegalArgumentException("'" + text + "' is not a part of the heap from 1% to 90%");
        }
        return Integer.parseInt(text.substring(0, text.length() - 1));
    }

    private static int count(String text) {
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException("'" + text + "' is not a number from 1 to 999999999");
        }
        return Integer.parseInt(text);
    }

    private static Duration inactivity(String text) {
        Duration duration = Durations.parse(text);
        if (duration.toSeconds() < 1 || duration.toHours() >= 24) {
            throw new IllegalArgumentException("'" + text + "' is not between 1s and 23h");
        }
        return duration;
    }
}
