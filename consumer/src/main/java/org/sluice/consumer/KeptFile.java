package org.sluice.consumer;

import java.nio.file.Path;

/**
 * A file of a job that is brought back beside its output.
 *
 * @param name under which it is brought back: relative, with slashes, and without a step up
 * @param path where it is now
 */
record KeptFile(String name, Path path) {}
