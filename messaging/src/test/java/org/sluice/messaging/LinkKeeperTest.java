package org.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.sluice.messaging.TestBroker.GUARD;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.broker.EmbeddedBroker;
import org.sluice.broker.ListenAddress;
import org.sluice.broker.Role;
import org.sluice.job.Access;

class LinkKeeperTest {
    @TempDir
    Path temp;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<Notice> heard = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() throws Exception {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(GUARD.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
    }

    private LinkKeeper keeper(BrokerAddress address, Optional<Access> access, Optional<Duration> patience) {
        return new LinkKeeper(address, access, patience, told::add, heard::add);
    }

    private LinkKeeper keeper(TestBroker broker) {
        return keeper(broker.address(), broker.access(Role.CONSUMER), Optional.empty());
    }

    /** An address at which nothing listens. */
    private static URI deserted() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("tcp://127.0.0.1:" + socket.getLocalPort());
        }
    }

    private Future<Optional<Link>> ask(LinkKeeper keeper, AtomicBoolean unwanted) {
        return threads.submit(() -> keeper.link(unwanted::get));
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(GUARD.toSeconds(), TimeUnit.SECONDS);
    }

    private void awaitWaiting() {
        await().atMost(GUARD).until(() -> told.stream().anyMatch(line -> line.startsWith("Waiting for the broker")));
    }

    @Test
    void itWaitsForABrokerThatIsNotThereAndConnectsWhenItComes() throws Exception {
        URI uri = deserted();
        Path accessFiles = temp.resolve("access");
        EmbeddedBroker.Listening listening =
                new EmbeddedBroker.Listening(new ListenAddress("127.0.0.1", uri.getPort()), accessFiles, false);
        Access access;
        try (EmbeddedBroker first =
                EmbeddedBroker.start(EmbeddedBroker.Options.listening(temp.resolve("spool"), listening))) {
            access = first.access(Role.CONSUMER).orElseThrow();
        }
        try (LinkKeeper keeper = keeper(new BrokerAddress(List.of(uri)), Optional.of(access), Optional.empty())) {
            Future<Optional<Link>> link = ask(keeper, new AtomicBoolean());
            awaitWaiting();
            assertThat(told.get(0)).contains(uri.toString());

            try (EmbeddedBroker second =
                    EmbeddedBroker.start(EmbeddedBroker.Options.listening(temp.resolve("spool"), listening))) {
                assertThat(get(link)).isPresent();
                assertThat(second.listenUri()).isPresent();
            }
            assertThat(told).last().asString().isEqualTo("The broker at " + uri + " is there.");
        }
    }

    @Test
    void itGivesUpWhenItsPatienceIsAtAnEnd() throws Exception {
        URI uri = deserted();
        try (LinkKeeper keeper =
                keeper(new BrokerAddress(List.of(uri)), Optional.empty(), Optional.of(Duration.ZERO))) {
            assertThatExceptionOfType(BrokerUnavailable.class)
                    .isThrownBy(() -> keeper.link(() -> false))
                    .withMessageStartingWith("The broker cannot be reached (" + uri + ": ")
                    .withMessageContaining("Is it running");
        }
    }

    @Test
    void aWrongPasswordIsRefusedWithARemedy() throws Exception {
        try (TestBroker broker = TestBroker.listening(temp)) {
            for (Optional<Access> access :
                    List.of(Optional.of(new Access("consumer", "wrong")), Optional.<Access>empty())) {
                try (LinkKeeper keeper = keeper(broker.address(), access, Optional.empty())) {
                    assertThatExceptionOfType(BrokerRefused.class)
                            .isThrownBy(() -> keeper.link(() -> false))
                            .withMessageContaining("does not accept")
                            .withMessageContaining(access.isPresent() ? "'consumer'" : "without account")
                            .withMessageContaining("role: --access FILE")
                            .withMessageNotContaining("wrong");
                }
            }
        }
    }

    @Test
    void whoeverNeedsNoLinkAnyMoreGetsNone() throws Exception {
        try (LinkKeeper keeper = keeper(new BrokerAddress(List.of(deserted())), Optional.empty(), Optional.empty())) {
            AtomicBoolean unwanted = new AtomicBoolean();
            Future<Optional<Link>> connecting = ask(keeper, unwanted);
            awaitWaiting();
            Future<Optional<Link>> waiting = ask(keeper, unwanted);
            unwanted.set(true);
            keeper.wake();
            assertThat(get(connecting)).isEmpty();
            assertThat(get(waiting)).isEmpty();
            assertThat(keeper.link(() -> true)).isEmpty();
        }
    }

    @Test
    void oneThatNeedsNoLinkAnyMoreLeavesTheConnectingToTheOthers() throws Exception {
        LinkKeeper keeper = keeper(new BrokerAddress(List.of(deserted())), Optional.empty(), Optional.empty());
        try {
            AtomicBoolean unwanted = new AtomicBoolean();
            Future<Optional<Link>> one = ask(keeper, unwanted);
            awaitWaiting();
            Future<Optional<Link>> other = ask(keeper, new AtomicBoolean());
            unwanted.set(true);
            keeper.wake();
            assertThat(get(one)).isEmpty();
            told.clear();
            awaitWaiting();
            assertThat(other).isNotDone();
            keeper.close();
            assertThat(get(other)).isEmpty();
        } finally {
            keeper.close();
        }
    }

    @Test
    void closingEndsAllWaitingAndMayBeDoneTwice() throws Exception {
        LinkKeeper keeper = keeper(new BrokerAddress(List.of(deserted())), Optional.empty(), Optional.empty());
        Future<Optional<Link>> link = ask(keeper, new AtomicBoolean());
        awaitWaiting();
        keeper.close();
        keeper.close();
        assertThat(get(link)).isEmpty();
        assertThat(keeper.link(() -> false)).isEmpty();
    }

    @Test
    void closingClosesTheLink() throws Exception {
        try (TestBroker broker = TestBroker.listening(temp)) {
            LinkKeeper keeper = keeper(broker);
            Link link = keeper.link(() -> false).orElseThrow();
            keeper.close();
            assertThat(link.isBroken()).isTrue();
            assertThat(link.connection().isClosed()).isTrue();
        }
    }

    @Test
    void theSecondAddressIsTriedWhenTheFirstDoesNotAnswer() throws Exception {
        try (TestBroker broker = TestBroker.listening(temp)) {
            URI there = broker.address().uris().get(0);
            BrokerAddress both = new BrokerAddress(List.of(deserted(), there));
            try (LinkKeeper keeper = keeper(both, broker.access(Role.CONSUMER), Optional.of(Duration.ZERO))) {
                assertThat(keeper.link(() -> false).orElseThrow()).hasToString(there.toString());
                assertThat(told).isEmpty();
            }
        }
    }

    @Test
    void severalThreadsThatAskAtOnceShareOneConnection() throws Exception {
        try (TestBroker broker = TestBroker.listening(temp);
                LinkKeeper keeper = keeper(broker)) {
            int askers = 16;
            CyclicBarrier together = new CyclicBarrier(askers);
            List<Future<Optional<Link>>> asked = new ArrayList<>();
            for (int i = 0; i < askers; i++) {
                asked.add(threads.submit(() -> {
                    together.await();
                    return keeper.link(() -> false);
                }));
            }
            Set<Link> links = new HashSet<>();
            for (Future<Optional<Link>> link : asked) {
                links.add(get(link).orElseThrow());
            }
            assertThat(links).hasSize(1);
            // one hint a connection, since notices may have been missed before it
            assertThat(heard).containsExactly(Notice.register(""));
        }
    }

    @Test
    void aLinkThatBrokeIsReplacedAndHearsNotices() throws Exception {
        try (TestBroker broker = TestBroker.listening(temp);
                CuttableProxy proxy = CuttableProxy.to(broker.address().uris().get(0));
                LinkKeeper keeper = keeper(
                        new BrokerAddress(List.of(proxy.uri())), broker.access(Role.CONSUMER), Optional.empty())) {
            Link first = keeper.link(() -> false).orElseThrow();
            proxy.cut();
            await().atMost(GUARD).until(first::isBroken);
            Link second = keeper.link(() -> false).orElseThrow();
            assertThat(second).isNotSameAs(first);
            second.check();
            assertThatExceptionOfType(LinkBroken.class).isThrownBy(first::check);

            second.notify(Notice.settled("b", 7));
            await().atMost(GUARD).until(() -> heard.contains(Notice.settled("b", 7)));
            // after each connecting, and once when the first link was lost
            assertThat(heard).filteredOn(Notice.register("")::equals).hasSize(3);
        }
    }

    @Test
    void aCloseWhileALinkIsReplacedLeavesNoConnection() throws Exception {
        try (TestBroker broker = TestBroker.listening(temp)) {
            for (int i = 0; i < 30; i++) {
                LinkKeeper keeper = keeper(broker);
                Link first = keeper.link(() -> false).orElseThrow();
                first.close();
                CompletableFuture<Optional<Link>> second = new CompletableFuture<>();
                Future<?> asking = threads.submit(() -> second.complete(keeper.link(() -> false)));
                keeper.close();
                get(asking);
                second.get(GUARD.toSeconds(), TimeUnit.SECONDS)
                        .ifPresent(
                                link -> assertThat(link.connection().isClosed()).isTrue());
            }
        }
    }
}
