package org.sluice.producer.jobfile;

/**
 * What the placeholders of one job stand for.
 *
 * @param path the match of {@code each}, with a trailing slash if it is a directory; null for other jobs
 */
record Subject(int number, String name, String path) {}
