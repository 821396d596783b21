/** Looks for patterns in what programs have written, in constant memory. */
package org.sluice.consumer.match;
