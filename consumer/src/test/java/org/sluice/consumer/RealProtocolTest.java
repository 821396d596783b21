package org.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * The protocol as it is built, at a real broker, one step after the other in an order that is made up: whatever it is, the
 * promises hold after each step, and all comes to its end. How many orders are tried is in {@code junit-platform.properties};
 * {@code -Djqwik.tries.default=1000} tries more.
 */
class RealProtocolTest {
    @Property
    void thePromisesHoldInWhateverOrderThingsHappen(
            @ForAll @Size(max = 80) List<@IntRange(min = 0, max = 9_999) Integer> choices) throws Exception {
        try (Rig rig = Rig.start()) {
            for (int choice : choices) {
                rig.step(choice);
            }
            rig.finish();
        } catch (Exception | AssertionError e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    /** The order in which nothing goes wrong, so that it is seen that the rig does what it is to do. */
    @Example
    void withoutAnyChoiceAllIsPostedRunAndEnded() throws Exception {
        try (Rig rig = Rig.start()) {
            rig.finish();
            assertThat(rig.verdicts()).hasSize(Rig.JOBS);
        }
    }
}
