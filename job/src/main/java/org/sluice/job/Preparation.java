package org.sluice.job;

import java.util.List;
import java.util.Optional;

/**
 * What is seen to before the first program is started.
 *
 * @param disabled why nothing is run at all; empty if it is run
 * @param requiredFiles what must be there, relative to the directory of the programs or absolute; without it nothing can be
 *     run here
 * @param changes what is done to the environment after its variables were set, in this order
 */
public record Preparation(Optional<String> disabled, List<String> requiredFiles, List<EnvironmentChange> changes) {
    /** When nothing is said. */
    public static final Preparation NONE = new Preparation(Optional.empty(), List.of(), List.of());

    public Preparation {
        if (disabled.isPresent() && disabled.get().isBlank()) {
            throw new IllegalArgumentException("there is no reason why it is disabled");
        }
        requiredFiles = List.copyOf(requiredFiles);
        if (requiredFiles.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("a file that is required has a name");
        }
        changes = List.copyOf(changes);
    }
}
