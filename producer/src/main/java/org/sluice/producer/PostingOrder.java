package org.sluice.producer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.sluice.job.Job;

/**
 * In which order the jobs of a batch are posted, and so about the order in which they begin. Their numbers and their order
 * in reports stay those of the job file.
 */
public interface PostingOrder {
    /** As the job file has them. */
    PostingOrder OF_THE_FILE = jobs -> jobs;

    /** The same jobs, each once, in the order in which they are to be posted. */
    List<Job> of(List<Job> jobs);

    /** What a person has to know to get the same order again, in one sentence; empty if that goes without saying. */
    default Optional<String> note() {
        return Optional.empty();
    }

    /** An order drawn by lot; the same seed draws the same order of the same jobs. */
    static PostingOrder random(long seed) {
        return new PostingOrder() {
            @Override
            public List<Job> of(List<Job> jobs) {
                List<Job> drawn = new ArrayList<>(jobs);
                Collections.shuffle(drawn, new Random(seed));
                return drawn;
            }

            @Override
            public Optional<String> note() {
                return Optional.of("The jobs are posted in a random order; --order random:" + seed
                        + " posts them in the same order again.");
            }
        };
    }
}
