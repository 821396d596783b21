/** Turns the tests of a CMake build tree into a job file. {@code docs/ctest.md} says what stands for what. */
package org.sluice.producer.ctest;
