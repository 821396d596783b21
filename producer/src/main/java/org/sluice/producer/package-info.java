/** Reads job files, posts batches, collects verdicts and keeps the journal. */
package org.sluice.producer;
