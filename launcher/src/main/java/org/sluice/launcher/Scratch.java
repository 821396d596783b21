package org.sluice.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;

/**
 * A directory for what is needed only while a command runs. It holds a locked file as long as its process lives, also
 * one of another machine that shares the place; so the next command can tell what a killed one has left behind.
 */
final class Scratch implements AutoCloseable {
    private static final String PREFIX = "sluice-";
    private static final String LOCK = "in-use";
    /** A directory that is younger may have no lock yet. */
    private static final Duration YOUNG = Duration.ofMinutes(10);

    private final Path path;
    private final FileChannel lock;

    private Scratch(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Makes one, and removes those of processes that were killed and could not. */
    static Scratch create() throws IOException {
        return create(Path.of(System.getProperty("java.io.tmpdir")));
    }

    static Scratch create(Path parent) throws IOException {
        sweep(parent, Instant.now().minus(YOUNG));
        Path path = Files.createTempDirectory(parent, PREFIX);
        FileChannel lock =
                FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        return new Scratch(path, lock);
    }

    /** Removes those that nobody uses any more and that were made before this time. */
    static void sweep(Path parent, Instant before) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path path : found) {
                if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                        && Files.getLastModifiedTime(path).toInstant().isBefore(before)) {
                    removeIfUnused(path);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // what cannot be removed now is in nobody's way
        }
    }

    private static void removeIfUnused(Path path) throws IOException {
        Path file = path.resolve(LOCK);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !Files.isWritable(file)) {
            return; // not one of ours, or another user's
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (channel.tryLock() != null) {
                remove(path);
            }
        } catch (OverlappingFileLockException e) {
            // another one of this process
        }
    }

    Path path() {
        return path;
    }

    /** Removes the directory with all that is in it. */
    @Override
    public void close() throws IOException {
        lock.close();
        remove(path);
    }

    private static void remove(Path path) throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
