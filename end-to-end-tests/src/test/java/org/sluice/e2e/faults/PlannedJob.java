package org.sluice.e2e.faults;

import java.util.SplittableRandom;

/**
 * A job as the campaign posts it.
 *
 * @param name its name in the batch
 * @param exit what its program exits with; 77 is skipped
 * @param isDifferent whether its check finds a difference
 * @param millis how long its program runs
 */
record PlannedJob(String name, int exit, boolean isDifferent, int millis) {
    /** One of all kinds: most pass at once. */
    static PlannedJob random(String name, SplittableRandom random, int mostMillis) {
        int kind = random.nextInt(20);
        int exit = switch (kind) {
            case 0 -> 1 + random.nextInt(70);
            case 1 -> 77;
            default -> 0;
        };
        return new PlannedJob(name, exit, kind == 2, mostMillis == 0 ? 0 : random.nextInt(mostMillis));
    }

    /** One that passes at once. */
    static PlannedJob passing(String name) {
        return new PlannedJob(name, 0, false, 0);
    }

    String line() {
        return "job " + name + " { run ./recorded.sh " + exit + " " + millis / 1000 + "."
                + String.format("%03d", millis % 1000) + "\n check ./checked.sh " + (isDifferent ? 1 : 0) + " }";
    }
}
