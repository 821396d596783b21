package org.sluice.messaging;

import java.nio.file.Path;

/**
 * A file that an attempt brings back.
 *
 * @param name under which it is brought back: relative, with slashes, and without a step up
 * @param path where it is now; a regular file
 */
public record KeptFile(String name, Path path) {}
