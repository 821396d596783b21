package org.sluice.job;

import java.time.Duration;

/**
 * What the processes of one attempt took of the machine, as far as the system told.
 *
 * @param user processor time in the programs themselves
 * @param system processor time in the system on their behalf
 * @param peakBytes the most memory that one of them had resident, in bytes
 */
public record Usage(Duration user, Duration system, long peakBytes) {
    public Usage {
        if (user.isNegative() || system.isNegative() || peakBytes < 0) {
            throw new IllegalArgumentException(
                    "nothing can take " + user + ", " + system + " and " + peakBytes + " bytes");
        }
    }

    /** What two programs of one job took, the one after the other. */
    public Usage and(Usage other) {
        return new Usage(user.plus(other.user), system.plus(other.system), Math.max(peakBytes, other.peakBytes));
    }
}
