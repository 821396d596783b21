package org.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerPropertiesTest {
    @TempDir
    Path temp;

    @Test
    void theDefaultsAreThoseOfTheFileThatIsShipped() {
        StandaloneBroker.Options defaults = StandaloneBroker.Options.defaults();

        assertThat(defaults.listen()).isEqualTo(new ListenAddress("127.0.0.1", 61616));
        assertThat(defaults.insecure()).isFalse();
        assertThat(defaults.limits())
                .isEqualTo(
                        new Limits(25, 10L << 30, 2L << 30, 16L << 20, 1_000, 10_000, 10_000, Duration.ofSeconds(6)));
    }

    @Test
    void aFileChangesWhatItNamesAndNothingElse() throws Exception {
        StandaloneBroker.Options options = read("# mine\n\n  data = /srv/jobs \nmax-frame-size=64MB\n");

        StandaloneBroker.Options defaults = StandaloneBroker.Options.defaults();
        assertThat(options.data()).isEqualTo(Path.of("/srv/jobs"));
        assertThat(options.limits().maxFrameBytes()).isEqualTo(64L << 20);
        assertThat(options.access()).isEqualTo(defaults.access());
        assertThat(options.limits().storeBytes()).isEqualTo(defaults.limits().storeBytes());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "lissten = localhost:1   | there is no setting 'lissten'; did you mean 'listen'?",
                "inactivityTimeout = 10s | there is no setting 'inactivityTimeout'; did you mean 'inactivity'?",
                "colour = red            | there is no setting 'colour'; there are: access, data, inactivity,",
                "insecure = true         | there is no setting 'insecure'",
                "listen                  | 'listen' is not 'key = value'",
                "= 5                     | '= 5' is not 'key = value'",
                "listen = 61616          | listen: '61616' is not HOST:PORT such as 127.0.0.1:61616",
                "listen = host:99999     | listen: port 99999 is not between 0 and 65535",
                "data =                  | data: expected the path of a directory",
                "store-limit = 10        | store-limit: '10' is not a size such as 512 KB, 16 MB or 10 GB",
                "temp-limit = 0 GB       | temp-limit: '0 GB' is not a size",
                "memory-limit = 95%      | memory-limit: '95%' is not a part of the heap from 1% to 90%",
                "max-connections = 0     | max-connections: '0' is not a number from 1",
                "inactivity = soon       | inactivity: 'soon' is not a duration such as",
                "inactivity = 20ms       | inactivity: '20ms' is not between 1s and 23h",
            })
    void aMistakeIsToldWithFileLineAndWhatWasExpected(String line, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("# a comment\n" + line + "\n"))
                .withMessageStartingWith(temp.resolve("my.properties") + ":2: " + message);
    }

    @Test
    void aSettingThatIsThereTwiceIsAMistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("data = a\ndata = b\n"))
                .withMessageEndingWith(":2: 'data' is set twice");
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = temp.resolve("missing.properties");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> StandaloneBroker.Options.read(missing))
                .withMessage("broker settings " + missing + " do not exist");
    }

    private StandaloneBroker.Options read(String text) throws IOException {
        return StandaloneBroker.Options.read(Files.writeString(temp.resolve("my.properties"), text));
    }
}
