package org.sluice.consumer;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** A directory with all that is in it. */
public final class DirectoryTree {
    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private DirectoryTree() {}

    /**
     * Removes it, also what lacks the permission to be removed, as far as its owner can give that. Links are removed and not
     * followed. What is not there is no failure.
     *
     * @throws IOException if something could not be removed; everything else is
     */
    public static void remove(Path path) throws IOException {
        IOException failure = null;
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            makeRemovable(path);
            try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
                for (Path child : children) {
                    try {
                        remove(child);
                    } catch (IOException e) {
                        failure = failure == null ? e : failure;
                    }
                }
            } catch (DirectoryIteratorException e) {
                failure = e.getCause();
            } catch (NoSuchFileException e) {
                return;
            }
        }
        if (failure != null) {
            throw failure;
        }
        Files.deleteIfExists(path);
    }

    private static void makeRemovable(Path directory) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(directory, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            return;
        }
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        if (!permissions.containsAll(OWNERS)) {
            permissions.addAll(OWNERS);
            try {
                Files.setPosixFilePermissions(directory, permissions);
            } catch (IOException e) {
                // it belongs to somebody else; perhaps it is empty
            }
        }
    }
}
