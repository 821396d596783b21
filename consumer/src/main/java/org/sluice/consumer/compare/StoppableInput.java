package org.sluice.consumer.compare;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/** Reads in large pieces and asks before each whether to go on. */
final class StoppableInput {
    private final InputStream in;
    private final BooleanSupplier stop;

    StoppableInput(InputStream in, BooleanSupplier stop) {
        this.in = in;
        this.stop = stop;
    }

    /**
     * Fills the buffer from the place on as far as the input goes.
     *
     * @return how many bytes were read: fewer than there is room for at the end of the input alone
     */
    int read(byte[] buffer, int from) throws IOException {
        if (stop.getAsBoolean()) {
            throw new StoppedException();
        }
        return in.readNBytes(buffer, from, buffer.length - from);
    }
}
