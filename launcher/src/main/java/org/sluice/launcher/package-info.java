/** The subcommands of the one command, sluice. */
package org.sluice.launcher;
