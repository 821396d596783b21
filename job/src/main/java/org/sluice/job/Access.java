package org.sluice.job;

public record Access(String user, String password) {}
