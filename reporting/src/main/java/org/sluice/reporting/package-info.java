/** Everything that tells people and programs about a batch: each report is a listener or a writer of what the journal says. */
package org.sluice.reporting;
