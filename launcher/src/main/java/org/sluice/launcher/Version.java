package org.sluice.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What somebody who reports a mistake is asked first: which Sluice, on which Java and which system. */
final class Version implements IVersionProvider {
    private static final String DIRTY = "-dirty";
    private static final int SHORT_COMMIT = 12;

    @Override
    public String[] getVersion() {
        return new String[] {
            "sluice " + version() + commit().map(commit -> ", " + commit).orElse(""),
            "Java " + Runtime.version() + ", " + System.getProperty("java.home"),
            System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch")
        };
    }

    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(not from its jar)" : version;
    }

    /** The commit that it was built from; empty where the build did not know. */
    private static Optional<String> commit() {
        try (InputStream built = Version.class.getResourceAsStream("commit.properties")) {
            if (built == null) {
                return Optional.empty();
            }
            Properties properties = new Properties();
            properties.load(built);
            return Optional.of(describe(properties.getProperty("commit"), properties.getProperty("date")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A commit as people read it.
     *
     * @param commit its full id; with {@code -dirty} behind it if files differed from it
     * @param date the day of it
     */
    static String describe(String commit, String date) {
        return "commit " + commit.substring(0, SHORT_COMMIT) + " of " + date
                + (commit.endsWith(DIRTY) ? " with changes" : "");
    }
}
