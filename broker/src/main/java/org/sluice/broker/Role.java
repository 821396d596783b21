package org.sluice.broker;

import java.nio.file.Path;
import java.util.Locale;

/** What an account of the broker may do; there is one account for each. */
public enum Role {
    /** Posts batches and takes in their results. */
    PRODUCER("may post jobs, so it decides which programs the consumers run"),
    /** Takes jobs and sends results; can neither post jobs nor read results. */
    CONSUMER("may take jobs and send their results"),
    /** Hears of progress and takes nothing. */
    OBSERVER("may only watch the progress");

    private final String meaning;

    Role(String meaning) {
        this.meaning = meaning;
    }

    /** The role's name in lower case: it is the name of its account and begins the name of its access file. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The access file of this role, in the directory of all access files of a broker. */
    public Path accessFile(Path directory) {
        return directory.resolve(label() + ".access");
    }

    String meaning() {
        return meaning;
    }
}
