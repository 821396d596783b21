/** Takes one job at a time, runs its programs and sends the result back. */
package org.sluice.consumer;
