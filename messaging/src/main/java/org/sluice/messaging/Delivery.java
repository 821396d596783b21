package org.sluice.messaging;

/** What a slot got from the queue of jobs. */
public sealed interface Delivery permits JobDelivery, Pill {}
