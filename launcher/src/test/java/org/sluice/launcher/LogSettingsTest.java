package org.sluice.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogSettingsTest {
    @AfterEach
    void tearDown() {
        System.clearProperty(LogSettings.VERBOSE);
    }

    @Test
    void nothingOfTheLibrariesIsPrintedUnlessItIsAskedFor() {
        assertThat(LoggerFactory.getLogger("org.apache.activemq.broker").isErrorEnabled())
                .as("as the launcher sets it up by itself")
                .isFalse();
        assertThat(root().getLevel()).isEqualTo(Level.OFF);
    }

    @Test
    void verboseShowsWhatHappensInside() {
        System.setProperty(LogSettings.VERBOSE, "true");

        assertThat(root().getLevel()).isEqualTo(Level.INFO);
    }

    private static Logger root() {
        LoggerContext context = new LoggerContext();
        new LogSettings().configure(context);
        return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
