package org.sluice.consumer.linux;

import java.io.IOException;
import java.io.Serial;

/** The system refused what it was asked for; the message is in its words. */
public final class SystemFault extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    private final int number;

    SystemFault(int number) {
        super(Libc.strerror(number));
        this.number = number;
    }

    /** Whether the file is neither a binary nor a script that names its interpreter: shells run such ones themselves. */
    public boolean isNoExecutableFormat() {
        return number == Libc.ENOEXEC;
    }
}
