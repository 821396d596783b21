package org.sluice.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Directories whose files are nobody's business but their owner's. */
final class PrivateDirectory {
    private PrivateDirectory() {}

    /**
     * Makes a directory and those above it, with rights for the owner alone where the file system knows rights. One that
     * is there stays as it is.
     *
     * @param purpose names the directory in the error, for example {@code data directory}
     * @throws IOException if it cannot be made; the message is for the user
     */
    static void make(Path directory, String purpose) throws IOException {
        try {
            if (Files.isDirectory(directory)) {
                return;
            }
            if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectories(directory);
            }
        } catch (IOException e) {
            throw new IOException("cannot make the broker's " + purpose + " " + directory + ": " + e, e);
        }
    }
}
