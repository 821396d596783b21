package org.sluice.e2e.faults;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of this class make network namespaces. Where that cannot be done they are skipped and say why; with
 * {@code -Dsluice.namespaces.required=true} they fail instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NamespacesCondition.class)
@interface RequiresNamespaces {}
