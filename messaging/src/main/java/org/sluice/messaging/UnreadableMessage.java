package org.sluice.messaging;

/** A message or a line of a journal that is not ours, damaged, or of a version that this program does not know. */
public final class UnreadableMessage extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 300;

    /** @param reason what is wrong with it, as the end of the sentence "it was set aside: …" */
    public UnreadableMessage(String reason) {
        super(brief(reason));
    }

    UnreadableMessage(String reason, Throwable cause) {
        super(brief(reason), cause);
    }

    /** A reason may repeat what the message holds; a person gets one line of it, not a screenful. */
    private static String brief(String reason) {
        String line = reason.replaceAll("[\\p{Cntrl}\\s]+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " …";
    }
}
