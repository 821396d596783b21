package org.sluice.job;

/** What judges the results of a job: a program that is run, or a comparison that the consumer makes itself. */
public sealed interface Check permits Program, Comparison {

    /** The check as a person would type it, for messages and reports. */
    String display();
}
