package org.sluice.consumer;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The private directory of one job: made before its first program, and removed when its result is sent. */
final class JobScratch {
    private static final Logger LOG = LoggerFactory.getLogger(JobScratch.class);

    private final Path path;
    private final Optional<Path> keptBelow;
    private final String keptAs;

    /**
     * @param keptBelow where it is kept when its job did not pass; empty when it is not
     * @param keptAs what its name begins with there
     */
    JobScratch(Path path, Optional<Path> keptBelow, String keptAs) {
        this.path = path;
        this.keptBelow = keptBelow;
        this.keptAs = keptAs;
    }

    Path path() {
        return path;
    }

    /** @throws CannotRunException if there is no room, or no permission, for it */
    void make() throws CannotRunException {
        try {
            Files.createDirectory(path, forOwnerAlone());
        } catch (IOException e) {
            throw new CannotRunException(
                    "the job's scratch directory " + path + " cannot be made: " + reason(e)
                            + " (--scratch names another place)",
                    e);
        }
    }

    private FileAttribute<?>[] forOwnerAlone() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    private static String reason(IOException e) {
        return e instanceof FileSystemException failure && failure.getReason() != null
                ? failure.getReason()
                : e.toString();
    }

    /** Moves it to where it is kept; returns that place, or empty when such directories are not kept. */
    Optional<Path> keep() throws IOException {
        if (keptBelow.isEmpty()) {
            return Optional.empty();
        }
        Path place = Files.createTempDirectory(keptBelow.get(), keptAs);
        // in one step: a directory takes the place of an empty one
        Files.move(path, place, StandardCopyOption.ATOMIC_MOVE);
        return Optional.of(place);
    }

    /** Removes it, if it is still where it was made. */
    void remove() {
        try {
            DirectoryTree.remove(path);
        } catch (IOException e) {
            LOG.warn("The scratch directory of a job cannot be removed now: {}", e.toString());
        }
    }
}
