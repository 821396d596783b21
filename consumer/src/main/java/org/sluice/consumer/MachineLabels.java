package org.sluice.consumer;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sluice.job.Placement;

/** The labels that a machine has by itself: its system, its architecture and its name. */
final class MachineLabels {
    private static final SortedSet<String> OWN =
            of(System.getProperty("os.name"), System.getProperty("os.arch"), HostName.get());

    private MachineLabels() {}

    /** These labels and those of this machine. */
    static SortedSet<String> with(SortedSet<String> labels) {
        SortedSet<String> all = new TreeSet<>(labels);
        all.addAll(OWN);
        return Collections.unmodifiableSortedSet(all);
    }

    /** @param name as Java has it in {@code os.name}, {@code arch} likewise */
    static SortedSet<String> of(String name, String arch, String host) {
        SortedSet<String> labels = new TreeSet<>(architecture(arch.toLowerCase(Locale.ROOT)));
        labels.add(system(name.toLowerCase(Locale.ROOT)));
        labels.add(host.toLowerCase(Locale.ROOT));
        // what is no label can be needed by no job
        labels.removeIf(label -> !Placement.isWord(label));
        return labels;
    }

    private static String system(String name) {
        if (name.startsWith("windows")) {
            return "windows";
        }
        return name.startsWith("mac") ? "macos" : name.replace(" ", "");
    }

    /** Some say it in one way, some in the other. */
    private static List<String> architecture(String arch) {
        return switch (arch) {
            case "amd64", "x86_64" -> List.of("amd64", "x86_64");
            case "aarch64", "arm64" -> List.of("aarch64", "arm64");
            default -> List.of(arch);
        };
    }
}
