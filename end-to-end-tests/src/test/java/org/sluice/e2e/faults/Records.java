package org.sluice.e2e.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.sluice.e2e.Site;

/**
 * What the jobs of a campaign write down of themselves, each line with fsync before the job goes on: the truth that verdicts
 * are held against. A job writes when it starts, what it will exit with just before it does, and what its check will say.
 */
final class Records {
    /** The exit code comes last: a record that a kill cut short has no fourth word. */
    private static final String RECORDED = """
            #!/bin/sh
            echo "start $SLUICE_JOB $$ -" >> records && sync records || exit 99
            [ "$2" = 0.000 ] || sleep "$2"
            echo "end $SLUICE_JOB $$ $1" >> records && sync records || exit 99
            exit "$1"
            """;

    private static final String CHECKED = """
            #!/bin/sh
            echo "check $SLUICE_JOB $$ $1" >> records && sync records || exit 99
            exit "$1"
            """;

    private final Path file;

    private Records(Path file) {
        this.file = file;
    }

    /** Makes the programs of the jobs in the directory of a site. */
    static Records in(Site site) throws IOException {
        script(site.dir().resolve("recorded.sh"), RECORDED);
        script(site.dir().resolve("checked.sh"), CHECKED);
        return new Records(site.dir().resolve("records"));
    }

    private static void script(Path path, String text) throws IOException {
        Files.writeString(path, text);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
    }

    /** Writes a job file in which the jobs record what they do. */
    static String jobFile(Site site, String name, List<PlannedJob> jobs) throws IOException {
        Files.write(
                site.dir().resolve(name), jobs.stream().map(PlannedJob::line).toList());
        return name;
    }

    /** All that was recorded so far, by the name of the job. */
    Map<String, Record> read() throws IOException {
        return parse(Files.exists(file) ? Files.readAllLines(file) : List.of());
    }

    static Map<String, Record> parse(List<String> lines) {
        Map<String, Record> records = new LinkedHashMap<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            if (words.length == 4) {
                records.computeIfAbsent(words[1], name -> new Record()).add(words);
            }
        }
        return records;
    }

    /** What one job wrote down. */
    static final class Record {
        private final List<Long> starts = new ArrayList<>();
        private final Map<Long, Integer> ends = new HashMap<>();
        private final List<Integer> checks = new ArrayList<>();

        private void add(String[] words) {
            long process = Long.parseLong(words[2]);
            switch (words[0]) {
                case "start" -> starts.add(process);
                case "end" -> ends.put(process, Integer.valueOf(words[3]));
                case "check" -> checks.add(Integer.valueOf(words[3]));
                default -> throw new IllegalArgumentException(String.join(" ", words));
            }
        }

        /** How often it was begun. */
        int starts() {
            return starts.size();
        }

        /** What every run exited with that came to its end; empty when none did, or they do not agree. */
        OptionalInt exit() {
            return single(ends.values());
        }

        /** What its check exited with. */
        OptionalInt check() {
            return single(checks);
        }

        private static OptionalInt single(Iterable<Integer> codes) {
            OptionalInt one = OptionalInt.empty();
            for (int code : codes) {
                if (one.isPresent() && one.getAsInt() != code) {
                    return OptionalInt.empty();
                }
                one = OptionalInt.of(code);
            }
            return one;
        }
    }
}
