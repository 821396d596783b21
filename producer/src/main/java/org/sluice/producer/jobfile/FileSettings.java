package org.sluice.producer.jobfile;

import java.util.List;

/** The files of jobs. */
final class FileSettings {
    private final Row<KeepTemplate> keep;
    private boolean scratch;

    private FileSettings(Row<KeepTemplate> keep, boolean scratch) {
        this.keep = keep;
        this.scratch = scratch;
    }

    /** None. */
    FileSettings() {
        this(new Row<>(List.of()), false);
    }

    FileSettings inner() {
        return new FileSettings(keep.inner(), scratch);
    }

    void used() {
        keep.used();
    }

    Row<KeepTemplate> keep() {
        return keep;
    }

    void setScratch(boolean value) {
        scratch = value;
    }

    boolean scratch() {
        return scratch;
    }
}
