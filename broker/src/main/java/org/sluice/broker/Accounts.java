package org.sluice.broker;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.sluice.job.Access;

/**
 * The accounts of a broker that listens, one a {@link Role}, kept in a directory of access files.
 *
 * @param byRole one for every role
 */
record Accounts(Map<Role, Access> byRole) {
    private static final int PASSWORD_BYTES = 32;

    /**
     * Reads the accounts, and first makes those that are missing, with random passwords. An access file that is there is
     * never changed.
     *
     * @throws IOException if a file cannot be written, cannot be read, or can be read by others than its owner
     */
    static Accounts in(Path directory) throws IOException {
        PrivateDirectory.make(directory, "directory of access files");
        SecureRandom random = new SecureRandom();
        Map<Role, Access> byRole = new EnumMap<>(Role.class);
        Set<String> users = new HashSet<>();
        for (Role role : Role.values()) {
            Path file = role.accessFile(directory);
            if (!Files.exists(file)) {
                makeAccount(role, file, random);
            }
            Access access = Access.read(file);
            if (!users.add(access.user())) {
                throw new IOException("access file " + file + ": another role has the user '" + access.user()
                        + "' already; give each role a user of its own");
            }
            byRole.put(role, access);
        }
        return new Accounts(byRole);
    }

    private static void makeAccount(Role role, Path file, SecureRandom random) throws IOException {
        byte[] password = new byte[PASSWORD_BYTES];
        random.nextBytes(password);
        Access access =
                new Access(role.label(), Base64.getUrlEncoder().withoutPadding().encodeToString(password));
        try {
            access.write(file, "Account of a Sluice broker; whoever has this file " + role.meaning() + ".");
        } catch (FileAlreadyExistsException e) {
            // another broker that starts at the same moment was faster: its account is as good
        } catch (IOException e) {
            throw new IOException(
                    "cannot write access file " + file + ": " + e
                            + "; the directory must be writable, or have the files",
                    e);
        }
    }
}
