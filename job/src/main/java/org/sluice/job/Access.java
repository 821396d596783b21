package org.sluice.job;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The name and the password by which one side of a connection knows the other. It is part of the vocabulary because both
 * sides read the same file: the broker, which wrote it, and whoever connects.
 *
 * <p>An access file is a {@link Properties} file in UTF-8 with the keys {@code user} and {@code password}. It is for its
 * owner's eyes alone: where the file system knows permissions, a file that others may read or change is not used.
 *
 * @param user the name of the account
 * @param password in clear text
 */
public record Access(String user, String password) {
    public Access {
        requireText("user", user);
        requireText("password", password);
    }

    /**
     * Reads an access file.
     *
     * @throws IOException if it cannot be read, others than its owner may read or change it, or it is not an access file;
     *     the message is for the user
     */
    public static Access read(Path file) throws IOException {
        Properties properties = new Properties();
        try {
            refuseIfOpenToOthers(file);
            try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(reader);
            }
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "access file " + file
                            + " does not exist; copy it from the broker, which wrote it when it first started",
                    e);
        } catch (IllegalArgumentException e) {
            throw new IOException("access file " + file + ": " + e.getMessage(), e);
        }
        try {
            return new Access(properties.getProperty("user"), properties.getProperty("password"));
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "access file " + file + ": " + e.getMessage() + "; expected the lines 'user=…' and 'password=…'",
                    e);
        }
    }

    /**
     * Writes a new access file that its owner alone can read. The file appears under its name when it is complete.
     *
     * @param comment one line that tells a person what the account is for
     * @throws FileAlreadyExistsException if there is such a file already; it is left as it is
     * @throws IOException if the file cannot be written
     */
    public void write(Path file, String comment) throws IOException {
        // a temporary file is made with rights for its owner alone
        Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), ".access-", ".new");
        try {
            Files.writeString(draft, "# " + comment + System.lineSeparator() + asProperties());
            Files.move(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Names the account and keeps the password to itself. */
    @Override
    public String toString() {
        return "Access[user=" + user + "]";
    }

    /** Escaped as {@link Properties#load} wants it, without the date that {@link Properties#store} adds. */
    private String asProperties() throws IOException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        StringWriter text = new StringWriter();
        properties.store(text, null);
        return text.toString()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .sorted(Comparator.reverseOrder()) // the user first
                .map(line -> line + System.lineSeparator())
                .collect(Collectors.joining());
    }

    private static void refuseIfOpenToOthers(Path file) throws IOException {
        if (!knowsPermissions(file)) {
            return;
        }
        Set<PosixFilePermission> excess = EnumSet.of(
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.GROUP_WRITE,
                PosixFilePermission.OTHERS_READ,
                PosixFilePermission.OTHERS_WRITE);
        excess.retainAll(Files.getPosixFilePermissions(file));
        if (!excess.isEmpty()) {
            throw new IOException(
                    "access file " + file + " holds a password, and others than its owner may read or change it"
                            + "; make it private with: chmod 600 " + file);
        }
    }

    private static boolean knowsPermissions(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static void requireText(String name, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("there is no " + name);
        }
    }
}
