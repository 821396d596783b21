package org.sluice.producer.jobfile;

/** Takes the mistakes that a part of the parser finds in its text. */
@FunctionalInterface
interface Complaints {
    void add(int offset, int length, String what, String expected, String example);

    /** Where text was read that stands nowhere in the file as it is, all its mistakes are at the word it came from. */
    default Complaints at(int start, int length) {
        return (ignoredOffset, ignoredLength, what, expected, example) -> add(start, length, what, expected, example);
    }
}
