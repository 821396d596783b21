package org.sluice.consumer;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.job.Case;
import org.sluice.job.Job;

/**
 * The environment variables of a job's programs: those of the consumer, then the job's own, then those that tell the job
 * which it is. No variable of ours that the consumer was started with gets through, for some hold credentials.
 */
final class JobEnvironment {
    private static final String OURS = "SLUICE_";

    /** Which execution a process belongs to; inherited by all that the job starts, so that it tells whose they are. */
    static final String RUN = OURS + "RUN";

    /**
     * What {@code LC_ALL} was before the launcher script changed it, so that Java takes texts of any language; empty when it
     * was not set. Jobs run in the user's own locale.
     */
    private static final String USERS_LOCALE = OURS + "LC_ALL";

    private static final String LOCALE = "LC_ALL";

    /** Where programs put what nobody needs behind them. */
    private static final List<String> TEMPORARY =
            ProgramFile.WINDOWS ? List.of("TMPDIR", "TEMP", "TMP") : List.of("TMPDIR");

    private final Map<String, String> base = new LinkedHashMap<>();

    /** @param consumer the environment of the consumer itself */
    JobEnvironment(Map<String, String> consumer) {
        consumer.forEach((name, value) -> {
            // Windows does not tell upper from lower case
            if (!name.regionMatches(true, 0, OURS, 0, OURS.length())) {
                base.put(name, value);
            }
        });
        String usersLocale = consumer.get(USERS_LOCALE);
        if (usersLocale != null) {
            base.remove(LOCALE);
            if (!usersLocale.isEmpty()) {
                base.put(LOCALE, usersLocale);
            }
        }
    }

    /** @param scratch the private directory of the job; empty if it has none */
    Map<String, String> of(Job job, JobContext context, String run, Optional<Path> scratch) {
        Map<String, String> environment = new LinkedHashMap<>(base);
        scratch.ifPresent(path -> {
            environment.put(OURS + "SCRATCH", path.toString());
            TEMPORARY.forEach(name -> environment.put(name, path.toString()));
        });
        environment.putAll(job.environment());
        job.preparation().changes().forEach(change -> change.in(environment));
        environment.put(OURS + "BATCH", context.batch());
        environment.put(OURS + "JOB", job.name());
        environment.put(OURS + "NUMBER", Integer.toString(job.number()));
        environment.put(OURS + "ATTEMPT", Integer.toString(context.attempt()));
        environment.put(OURS + "SLOT", Integer.toString(context.slot()));
        environment.put(RUN, run);
        return environment;
    }

    /** As for the job, then what the case adds. */
    Map<String, String> of(Job job, Case each, JobContext context, String run, Optional<Path> scratch) {
        Map<String, String> environment = of(job, context, run, scratch);
        environment.putAll(each.environment());
        each.preparation().changes().forEach(change -> change.in(environment));
        environment.put(OURS + "CASE", each.name());
        return environment;
    }
}
