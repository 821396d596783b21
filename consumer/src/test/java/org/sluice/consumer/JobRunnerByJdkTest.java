package org.sluice.consumer;

/** The same where the JDK is all that there is. */
class JobRunnerByJdkTest extends JobRunnerTest {
    @Override
    Processes processes() {
        return new JdkProcesses();
    }
}
