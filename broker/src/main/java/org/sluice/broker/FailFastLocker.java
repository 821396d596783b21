package org.sluice.broker;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.activemq.store.SharedFileLocker;

/** Holds the data of a broker for one process, and says so at once when another one has them. */
final class FailFastLocker extends SharedFileLocker {
    private final Path data;

    FailFastLocker(Path data) {
        this.data = data;
        // the library's default is to wait, silently and for ever, as the standby of a pair
        setFailIfLocked(true);
    }

    @Override
    public void doStart() throws Exception {
        try {
            super.doStart();
        } catch (IOException e) {
            throw new IOException(
                    "another broker is using the data in " + data + "; stop it, or give this one a directory of its own"
                            + " (" + e.getMessage() + ")",
                    e);
        }
    }
}
