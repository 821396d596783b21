/** What the consumer needs of Linux and the JDK does not offer: all calls of the system, and all files below /proc. */
package org.sluice.consumer.linux;
