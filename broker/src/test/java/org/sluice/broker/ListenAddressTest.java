package org.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:61616", "[::1]:0", "localhost:65535", "my-host.example:1"})
    void anAddressIsPrintedAsItIsRead(String text) {
        assertThat(ListenAddress.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "61616", "localhost", "localhost:", ":61616", "::1:61616", "a b:1", "tcp://h:1", "h:1?x=y"})
    void whatIsNoAddressIsRefusedWithAnExample(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ListenAddress.parse(text))
                .withMessage("'" + text + "' is not HOST:PORT such as 127.0.0.1:61616 or [::1]:61616");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:1", "127.3.2.1:1", "localhost:1", "[::1]:1"})
    void thisMachineItselfIsSafe(String text) {
        assertThatCode(() -> ListenAddress.parse(text).requireSafe(false)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:1", "[::]:1", "192.0.2.7:1"})
    void everyOtherAddressHasToBeMeant(String text) throws IOException {
        ListenAddress address = ListenAddress.parse(text);
        assertThatIllegalArgumentException().isThrownBy(() -> address.requireSafe(false));

        address.requireSafe(true);
    }

    @Test
    void aHostThatNobodyKnowsIsNamed() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ListenAddress.parse("nowhere.invalid:1").requireSafe(false))
                .withMessage("cannot listen on nowhere.invalid:1: this machine knows no host 'nowhere.invalid'");
    }
}
