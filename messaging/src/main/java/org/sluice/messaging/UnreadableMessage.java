package org.sluice.messaging;

/** A message or a line of a journal that is not ours, damaged, or of a version that this program does not know. */
public final class UnreadableMessage extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param reason what is wrong with it, as the end of the sentence "it was set aside: …" */
    public UnreadableMessage(String reason) {
        super(reason);
    }

    UnreadableMessage(String reason, Throwable cause) {
        super(reason, cause);
    }
}
