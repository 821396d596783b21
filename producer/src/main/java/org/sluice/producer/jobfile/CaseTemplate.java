package org.sluice.producer.jobfile;

import java.util.List;
import java.util.function.Supplier;

/**
 * A case of a job, read once and filled in for each job.
 *
 * @param requires the names of cases before it
 * @param ownLine its text as a program line
 */
record CaseTemplate(
        String name,
        int offset,
        int length,
        Settings settings,
        List<String> requires,
        Supplier<ProgramTemplate> ownLine) {}
