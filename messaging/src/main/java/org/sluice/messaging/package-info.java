/** The wire format, the queues and the connections: the only place that sees JMS. */
package org.sluice.messaging;
