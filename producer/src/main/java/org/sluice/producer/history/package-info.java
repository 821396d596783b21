/** What earlier batches have shown of the jobs of a job file, and what follows from it for the next one. */
package org.sluice.producer.history;
