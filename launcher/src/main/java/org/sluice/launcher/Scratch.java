package org.sluice.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.sluice.consumer.DirectoryTree;

/**
 * A directory for what is needed only while a command runs. It holds a locked file as long as its process lives, also
 * one of another machine that shares the place; so the next command can tell what a killed one has left behind.
 */
final class Scratch implements AutoCloseable {
    private static final String PREFIX = "sluice-";
    private static final String LOCK = "in-use";
    /** The name of that file before it is locked. */
    private static final String UNLOCKED = "new";

    private final Path path;
    private final FileChannel lock;

    private Scratch(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Makes one below this directory, and removes those of processes that were killed and could not. */
    static Scratch create(Path parent) throws IOException {
        sweep(parent);
        Path path = Files.createTempDirectory(parent, PREFIX);
        FileChannel lock =
                FileChannel.open(path.resolve(UNLOCKED), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        // only now: without this name, nobody removes it
        Files.move(path.resolve(UNLOCKED), path.resolve(LOCK), StandardCopyOption.ATOMIC_MOVE);
        return new Scratch(path, lock);
    }

    /** Removes those that nobody uses any more. */
    static void sweep(Path parent) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path path : found) {
                if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    removeIfUnused(path);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // what cannot be removed now is in nobody's way
        }
    }

    private static void removeIfUnused(Path path) {
        Path file = path.resolve(LOCK);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !Files.isWritable(file)) {
            return; // not one of ours, or another user's
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (channel.tryLock() != null) {
                DirectoryTree.remove(path);
            }
        } catch (OverlappingFileLockException | IOException e) {
            // another one of this process, or something in it that belongs to another user
        }
    }

    Path path() {
        return path;
    }

    /** Removes the directory with all that is in it. */
    @Override
    public void close() throws IOException {
        lock.close();
        DirectoryTree.remove(path);
    }
}
