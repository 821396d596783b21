package org.sluice.e2e.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Parts of a campaign, each with a ground of its own, of which most only wait. */
final class Several {
    private Several() {}

    /** One part. */
    interface Part {
        /** @param number from 1 on */
        Campaign.Counts run(int number) throws Exception;
    }

    /**
     * Runs all parts, so many at once.
     *
     * @return the sum of what came of them
     * @throws AssertionError or whatever else the first part that failed threw; the others are run to their ends
     */
    static Campaign.Counts atOnce(int width, int parts, Part part) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(width);
        try {
            List<Future<Campaign.Counts>> running = new ArrayList<>();
            for (int i = 1; i <= parts; i++) {
                int number = i;
                running.add(workers.submit(() -> part.run(number)));
            }
            Campaign.Counts sum = new Campaign.Counts(0, 0, 0, 0);
            ExecutionException failure = null;
            for (Future<Campaign.Counts> one : running) {
                try {
                    sum = sum.plus(one.get());
                } catch (ExecutionException e) {
                    System.out.println("one of " + parts + " failed: " + e.getCause());
                    failure = e;
                }
            }
            if (failure != null) {
                throw failure;
            }
            return sum;
        } finally {
            workers.shutdownNow();
        }
    }
}
