package org.sluice.broker;

import static org.sluice.broker.Role.CONSUMER;
import static org.sluice.broker.Role.OBSERVER;
import static org.sluice.broker.Role.PRODUCER;

import java.security.Principal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTopic;
import org.apache.activemq.filter.DestinationMapEntry;
import org.apache.activemq.jaas.GroupPrincipal;
import org.apache.activemq.security.AuthorizationEntry;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.apache.activemq.security.SimpleAuthenticationPlugin;
import org.apache.activemq.security.TempDestinationAuthorizationEntry;

/**
 * The destinations of the protocol, as the broker sees them, and which {@link Role} may do what with each. What is not
 * granted here nobody may do; destinations that are not named here are nobody's, temporary ones too.
 *
 * <p>To read from a queue is to take from it, so an observer reads topics alone.
 */
final class AccessRules {
    /** Jobs that run anywhere, and poison pills behind them, of all batches. */
    static final ActiveMQQueue JOBS = new ActiveMQQueue("sluice.jobs");
    /** One queue for each kind of jobs that ask for more than others, made by their producer. */
    static final ActiveMQQueue SPECIAL_JOBS = new ActiveMQQueue("sluice.jobs.*");

    static final String LOCK_PREFIX = "sluice.lock.";
    /** One queue a lock, with one message, which whoever has the lock holds. */
    static final ActiveMQQueue LOCKS = new ActiveMQQueue(LOCK_PREFIX + "*");
    /** One entry for each batch that has not ended. */
    static final ActiveMQQueue BATCHES = new ActiveMQQueue("sluice.batches");
    /** One queue a batch, made and removed by its producer. */
    static final ActiveMQQueue RESULTS = new ActiveMQQueue("sluice.results.>");
    /** Messages that were set aside, by a consumer or by the broker itself. */
    static final ActiveMQQueue DEAD = new ActiveMQQueue("sluice.dead");
    /** What consumers tell while they work. */
    static final ActiveMQTopic PROGRESS = new ActiveMQTopic("sluice.progress");
    /** What everybody should know at once. */
    static final ActiveMQTopic NOTICES = new ActiveMQTopic("sluice.notices");

    private static final Set<Role> NOBODY = Set.of();

    private AccessRules() {}

    /** The destinations that exist from the start, so that nobody needs the right to make them. */
    static ActiveMQDestination[] standing() {
        return new ActiveMQDestination[] {JOBS, BATCHES, DEAD, PROGRESS, NOTICES};
    }

    /** What makes a broker ask for an account and hold it to its role. */
    static List<BrokerPlugin> plugins(Accounts accounts) {
        return List.of(authorization(), authentication(accounts));
    }

    private static AuthorizationPlugin authorization() {
        List<DestinationMapEntry<?>> entries = new ArrayList<>();
        entries.add(entry(JOBS, Set.of(PRODUCER, CONSUMER), Set.of(PRODUCER), NOBODY));
        entries.add(entry(SPECIAL_JOBS, Set.of(PRODUCER, CONSUMER), Set.of(PRODUCER), Set.of(PRODUCER)));
        entries.add(entry(LOCKS, Set.of(CONSUMER), Set.of(PRODUCER), Set.of(PRODUCER)));
        entries.add(entry(BATCHES, Set.of(PRODUCER, CONSUMER), Set.of(PRODUCER), NOBODY));
        entries.add(entry(RESULTS, Set.of(PRODUCER), Set.of(PRODUCER, CONSUMER), Set.of(PRODUCER)));
        entries.add(entry(DEAD, Set.of(PRODUCER), Set.of(PRODUCER, CONSUMER), NOBODY));
        entries.add(entry(PROGRESS, Set.of(PRODUCER, OBSERVER), Set.of(PRODUCER, CONSUMER), NOBODY));
        entries.add(entry(NOTICES, Set.of(PRODUCER, CONSUMER, OBSERVER), Set.of(PRODUCER, CONSUMER), NOBODY));

        DefaultAuthorizationMap map = new RightsOfSeveral();
        setEntries(map, entries);
        // without an entry of their own, temporary destinations would be everybody's
        map.setTempDestinationAuthorizationEntry(new TempDestinationAuthorizationEntry());
        return new AuthorizationPlugin(map);
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // the library's own signature
    private static void setEntries(DefaultAuthorizationMap map, List<DestinationMapEntry<?>> entries) {
        map.setAuthorizationEntries((List<DestinationMapEntry>) (List) entries);
    }

    private static AuthorizationEntry entry(
            ActiveMQDestination destination, Set<Role> read, Set<Role> write, Set<Role> admin) {
        AuthorizationEntry entry = new AuthorizationEntry();
        entry.setDestination(destination);
        entry.setReadACLs(principals(read));
        entry.setWriteACLs(principals(write));
        entry.setAdminACLs(principals(admin));
        return entry;
    }

    private static SimpleAuthenticationPlugin authentication(Accounts accounts) {
        Map<String, String> passwords = new HashMap<>();
        Map<String, Set<Principal>> groups = new HashMap<>();
        accounts.byRole().forEach((role, access) -> {
            passwords.put(access.user(), access.password());
            groups.put(access.user(), Set.of(principal(role)));
        });
        SimpleAuthenticationPlugin plugin = new SimpleAuthenticationPlugin();
        plugin.setAnonymousAccessAllowed(false);
        plugin.setUserPasswords(passwords);
        plugin.setUserGroups(groups);
        return plugin;
    }

    private static Set<Object> principals(Set<Role> roles) {
        Set<Object> principals = new HashSet<>();
        roles.forEach(role -> principals.add(principal(role)));
        return principals;
    }

    private static GroupPrincipal principal(Role role) {
        return new GroupPrincipal(role.label());
    }
}
