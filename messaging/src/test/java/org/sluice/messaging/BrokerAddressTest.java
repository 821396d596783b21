package org.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerAddressTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            lab3                            | tcp://lab3:61616
            lab3:7000                       | tcp://lab3:7000
            ' lab3 '                        | tcp://lab3:61616
            lab3:                           | tcp://lab3:61616
            192.168.1.7                     | tcp://192.168.1.7:61616
            [::1]                           | tcp://[::1]:61616
            [2001:db8::7]:7000              | tcp://[2001:db8::7]:7000
            tcp://lab3                      | tcp://lab3:61616
            tcp://lab3:7000                 | tcp://lab3:7000
            TCP://lab3:7000                 | tcp://lab3:7000
            ssl://lab3                      | ssl://lab3:61616
            ssl://[::1]:61617               | ssl://[::1]:61617
            tcp://a, ssl://b:1 ,c           | tcp://a:61616,ssl://b:1,tcp://c:61616
            tcp://lab3?socket.keepAlive=true| tcp://lab3:61616
            """)
    void anAddressIsReadAsUsersWriteIt(String text, String expected) {
        assertThat(BrokerAddress.parse(text)).hasToString(expected);
        assertThat(BrokerAddress.parse(text).isInProcess()).isFalse();
    }

    @Test
    void optionsOfTheTransportAreKept() {
        assertThat(BrokerAddress.parse("tcp://lab3?socket.keepAlive=true").uris())
                .singleElement()
                .hasToString("tcp://lab3:61616?socket.keepAlive=true");
    }

    @Test
    void anAddressInThisProcessIsKnownForOne() {
        assertThat(BrokerAddress.parse("vm://sluice-1?create=false").isInProcess())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "lab3,",
                "lab 3",
                "::1",
                "tcp://",
                "tcp://:7000",
                "lab3:port",
                "lab3:-1",
                "lab3:0",
                "lab3:65536",
                "lab3:99999999999",
                "http://lab3",
                "amqp://lab3:5672",
                "://lab3",
                "tcp:lab3:7000",
                "[::1"
            })
    void whatIsNoAddressIsToldWithAnExample(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrokerAddress.parse(text))
                .withMessageStartingWith("'" + text + "' is not an address such as tcp://lab3:61616");
    }

    @ParameterizedTest
    @ValueSource(strings = {"failover:(tcp://lab3:61616)", "FAILOVER://(tcp://a,tcp://b)"})
    void aReconnectingTransportIsRefusedWithTheReason(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrokerAddress.parse(text))
                .withMessageContaining("commas between")
                .withMessageContaining("acknowledgements");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tcp://me:secret@lab3",
                "me:secret@lab3",
                "lab3,tcp://me:secret@lab4:7000",
                "http://me:secret@lab3",
                "tcp://me:sec ret@lab3",
                "failover:(tcp://me:secret@lab3)"
            })
    void aPasswordInTheAddressIsRefusedAndNotRepeated(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrokerAddress.parse(text))
                .withMessageContaining("--access FILE")
                .withMessageNotContaining("sec")
                .withNoCause();
    }

    @Test
    void noAddressAtAllIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> new BrokerAddress(List.of()));
    }
}
