package org.sluice.job;

import java.time.Duration;

/**
 * How one program of a job ended.
 *
 * @param program the line as {@link Program#display()} gives it
 * @param exit its exit code; 128 and the signal's number when a signal ended it, as shells have it
 * @param wall how long it ran
 */
public record ProgramRun(String program, int exit, Duration wall) {}
