/** The vocabulary of Sluice: jobs, batches, attempts, results and the verdicts on them. It depends on the JDK alone. */
package org.sluice.job;
