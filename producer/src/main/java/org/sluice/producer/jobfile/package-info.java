/** Reads job files: their words, their meaning, and every mistake in them in one go. */
package org.sluice.producer.jobfile;
