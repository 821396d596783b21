package org.sluice.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of this class run CMake and CTest. Without them they are skipped and say why; with
 * {@code -Dsluice.ctest.required=true} they fail instead, so that nobody takes a machine without CMake for a proof.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(CtestCondition.class)
@interface RequiresCtest {}
