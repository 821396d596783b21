package org.sluice.e2e;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.broker.Role;

/** A standalone broker as a process; it keeps its port and its messages over a kill and a restart. */
public final class BrokerProcess {
    private static final Pattern LISTENS = Pattern.compile("The broker listens at (tcp://\\S+?);");

    private final Site site;
    private final Path access;
    private final List<String> more;
    private Sluice process;
    private URI uri;

    private BrokerProcess(Site site, List<String> more) {
        this.site = site;
        this.more = more;
        this.access = site.dir().resolve("access");
    }

    /** Starts a broker on a free port and returns when it listens. */
    public static BrokerProcess start(Site site) throws IOException {
        return startAt(site, "127.0.0.1");
    }

    /** The same at another address, with more options. */
    public static BrokerProcess startAt(Site site, String host, String... more) throws IOException {
        BrokerProcess broker = new BrokerProcess(site, List.of(more));
        broker.start(host + ":0");
        return broker;
    }

    private void start(String listen) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "broker",
                "--listen",
                listen,
                "--data",
                site.dir().resolve("data").toString(),
                "--access",
                access.toString()));
        words.addAll(more);
        process = site.start(words.toArray(String[]::new));
        process.awaitErr("The broker listens at ");
        Matcher matcher = LISTENS.matcher(process.err());
        if (!matcher.find()) {
            throw new AssertionError("no address: " + process);
        }
        uri = URI.create(matcher.group(1));
    }

    public Sluice process() {
        return process;
    }

    public URI uri() {
        return uri;
    }

    /** The access file of a role. */
    public Path access(Role role) {
        return role.accessFile(access);
    }

    /** Kills the broker (SIGKILL). */
    public void kill() throws InterruptedException {
        process.kill();
    }

    /** Starts it again, with the same messages on the same port. */
    public void restart() throws IOException {
        start(uri.getHost() + ":" + uri.getPort());
    }

    /** Starts a consumer of this name with one slot. */
    public Sluice consumer(String name, String... more) throws IOException {
        return consumerAt(uri, name, more);
    }

    /** Starts a consumer of this name with one slot that reaches the broker at another address. */
    public Sluice consumerAt(URI address, String name, String... more) throws IOException {
        return site.start(consumerWords(address, name, more).toArray(String[]::new));
    }

    /** The words of such a command. */
    public List<String> consumerWords(URI address, String name, String... more) {
        List<String> words = new ArrayList<>(List.of(
                "consumer",
                "--broker",
                address.toString(),
                "--access",
                access(Role.CONSUMER).toString()));
        words.addAll(List.of("--name", name));
        if (!List.of(more).contains("-j")) {
            words.addAll(List.of("-j", "1"));
        }
        words.addAll(List.of(more));
        return words;
    }

    /** Starts a command that a user of the producer's account gives: {@code producer}, {@code collect}, {@code cancel}. */
    public Sluice asProducer(String command, String... more) throws IOException {
        return asProducerAt(uri, command, more);
    }

    /** The same for a command that reaches the broker at another address. */
    public Sluice asProducerAt(URI address, String command, String... more) throws IOException {
        return site.start(producerWords(address, command, more).toArray(String[]::new));
    }

    /** The words of such a command. */
    public List<String> producerWords(URI address, String command, String... more) {
        List<String> words = new ArrayList<>(List.of(
                command,
                "--broker",
                address.toString(),
                "--access",
                access(Role.PRODUCER).toString()));
        words.addAll(List.of(more));
        return words;
    }

    /** Connects with the producer's account, past Sluice. */
    public Queues queues() throws Exception {
        return Queues.connect(uri, access(Role.PRODUCER));
    }
}
