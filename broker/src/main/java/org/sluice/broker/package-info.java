/** The message broker, embedded in a command or standing alone, closed to everybody without an account. */
package org.sluice.broker;
