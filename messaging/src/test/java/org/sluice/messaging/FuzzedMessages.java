package org.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.apache.activemq.command.ActiveMQTextMessage;
import org.apache.activemq.util.ByteSequence;

/** What a fuzzer makes of messages, and what holds of each that cannot be read. */
final class FuzzedMessages {
    /** {@link UnreadableMessage} keeps a reason as short as a person reads, and says where it cut it. */
    private static final int LONGEST_REASON = 302;

    private FuzzedMessages() {}

    /** The stored samples whose names begin so, as a fuzzer takes them to begin with. */
    static Stream<byte[]> samples(String prefix) {
        return Samples.NAMES.stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> Samples.text(name).getBytes(StandardCharsets.UTF_8));
    }

    /** A message with this text. */
    static Message message(byte[] input) {
        return message(new String(input, StandardCharsets.UTF_8));
    }

    static Message message(String text) {
        ActiveMQTextMessage message = new ActiveMQTextMessage();
        try {
            message.setText(text);
        } catch (JMSException e) {
            throw new IllegalStateException("a text that was not marshalled yet", e);
        }
        return message;
    }

    /** A message whose marshalled text, its length before it, is just these bytes. */
    static Message marshalled(byte[] input) {
        ActiveMQTextMessage message = new ActiveMQTextMessage();
        message.setContent(new ByteSequence(input));
        return message;
    }

    /** Whoever sets the message aside has one line to show, which says something. */
    static void assertTells(UnreadableMessage unreadable) {
        assertThat(unreadable.getMessage())
                .isNotBlank()
                .hasSizeLessThanOrEqualTo(LONGEST_REASON)
                .doesNotContainPattern("[\\p{Cntrl}]");
    }

    /** A text that is damaged on its way is a message that cannot be read, and nothing worse. */
    static void assertDamageIsTold(byte[] input) {
        assertThatCode(() -> {
                    try {
                        Format.open(marshalled(input));
                    } catch (UnreadableMessage e) {
                        assertTells(e);
                    }
                })
                .doesNotThrowAnyException();
    }
}
