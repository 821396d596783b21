package org.sluice.consumer;

/** The same where the JDK is all that there is. */
class CutShortByJdkTest extends CutShortTest {
    @Override
    Processes processes() {
        return new JdkProcesses();
    }
}
