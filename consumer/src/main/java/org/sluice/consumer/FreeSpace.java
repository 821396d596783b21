package org.sluice.consumer;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.job.ByteSizes;

/** Looks whether there is room for another job. */
final class FreeSpace {
    private final long least;
    private final Set<Path> places;

    /**
     * @param least how many bytes must be free in each place; 0 for no limit
     * @param places directories, of which several may be in one file system
     */
    FreeSpace(long least, Path... places) {
        this.least = least;
        this.places = new LinkedHashSet<>(List.of(places));
    }

    /** What is wrong, in a sentence without a full stop; empty if there is room. */
    Optional<String> shortage() {
        if (least == 0) {
            return Optional.empty();
        }
        for (Path place : places) {
            try {
                FileStore store = Files.getFileStore(place);
                long free = store.getUsableSpace();
                if (free < least) {
                    return Optional.of("only " + ByteSizes.format(free) + " are free in " + place + ", less than the "
                            + ByteSizes.format(least) + " of --min-free");
                }
            } catch (IOException e) {
                return Optional.of("it cannot be told how much is free in " + place + ": " + e.getMessage());
            }
        }
        return Optional.empty();
    }
}
