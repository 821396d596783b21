/** Compares the files that a job makes with their references, in constant memory. */
package org.sluice.consumer.compare;
