/**
 * Campaigns that break one thing over and over, and count: each has a short length for every build and a long one, whose
 * figures stand in docs/reliability.md. {@code bench/faults} runs them.
 */
package org.sluice.e2e.faults;
