/** The protocol as a model: every step that somebody can take, and what has to hold after it. docs/protocol-model.md describes it. */
package org.sluice.consumer.model;
