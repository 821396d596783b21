package org.sluice.broker;

import java.util.Set;
import java.util.function.Function;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.security.DefaultAuthorizationMap;

/**
 * Lets a role do with several destinations at once, named with commas between, what it may do with each of them. The
 * library itself looks for one entry that covers them all.
 */
final class RightsOfSeveral extends DefaultAuthorizationMap {
    @Override
    public Set<Object> getReadACLs(ActiveMQDestination destination) {
        return ofEach(destination, super::getReadACLs);
    }

    @Override
    public Set<Object> getWriteACLs(ActiveMQDestination destination) {
        return ofEach(destination, super::getWriteACLs);
    }

    @Override
    public Set<Object> getAdminACLs(ActiveMQDestination destination) {
        return ofEach(destination, super::getAdminACLs);
    }

    private static Set<Object> ofEach(
            ActiveMQDestination destination, Function<ActiveMQDestination, Set<Object>> rights) {
        if (!destination.isComposite()) {
            return rights.apply(destination);
        }
        Set<Object> all = null;
        for (ActiveMQDestination one : destination.getCompositeDestinations()) {
            Set<Object> roles = rights.apply(one);
            if (all == null) {
                all = roles;
            } else {
                all.retainAll(roles);
            }
        }
        return all;
    }
}
