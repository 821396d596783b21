package org.sluice.producer.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sluice.job.Job;
import org.sluice.producer.PostingOrder;

/**
 * First what did not pass last time, since somebody waits to hear of it; then what nobody knows the duration of, since it may
 * be long; then the longest first (R. L. Graham's rule of the longest processing time, SIAM J. Appl. Math. 17, 1969: it ends at most
 * a third later than any order could). Without a history it is the order of the file.
 */
public final class HistoryOrder implements PostingOrder {
    /** Below it, the start of a process and chance say more than the job; such jobs keep the order of the file. */
    private static final Duration SHORT = Duration.ofMillis(50);

    private final History history;

    /** The order that follows from this history. */
    public HistoryOrder(History history) {
        this.history = history;
    }

    private record Place(Job job, int group, Duration usual) {}

    @Override
    public List<Job> of(List<Job> jobs) {
        if (history.names().isEmpty()) {
            return jobs;
        }
        List<Place> places = new ArrayList<>(jobs.size());
        for (Job job : jobs) {
            Optional<Duration> usual = history.of(job).map(wall -> wall.compareTo(SHORT) < 0 ? SHORT : wall);
            int group = history.didNotPassLast(job) ? 0 : usual.isEmpty() ? 1 : 2;
            places.add(new Place(job, group, usual.orElse(Duration.ZERO)));
        }
        // a stable sort: what is equal keeps the order of the file
        places.sort(Comparator.comparingInt(Place::group)
                .thenComparing(Comparator.comparing(Place::usual).reversed()));
        return places.stream().map(Place::job).toList();
    }
}
