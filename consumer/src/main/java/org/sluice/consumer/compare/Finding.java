package org.sluice.consumer.compare;

import java.util.List;

/** What came of a comparison. */
public sealed interface Finding {

    /** Nothing differs, or no more than is allowed. */
    record Equal() implements Finding {}

    /**
     * Something differs.
     *
     * @param reason what, in one sentence without a line break
     * @param details lines for the job's output; may be empty
     */
    record Different(String reason, List<String> details) implements Finding {
        public Different {
            details = List.copyOf(details);
        }
    }

    /**
     * The two could not be compared here.
     *
     * @param reason why, in one sentence without a line break
     */
    record Impossible(String reason) implements Finding {}
}
