package org.sluice.e2e.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.sluice.e2e.BrokerProcess;

/**
 * A network namespace of Linux, joined to this machine's by a cable of its own that can be cut as a real one is: packets
 * are dropped, and neither side is told. It needs root.
 */
final class Namespace implements AutoCloseable {
    /** Of 198.18.0.0/15, which is set aside for measuring networks and is nobody's: 4 addresses for each cable. */
    private static final int CABLES = 1 << 15;

    private final String name;
    private final String cable;
    private final String here;
    private final String there;

    /** Which packets of a namespace are dropped. */
    enum Cut {
        BOTH(List.of("INPUT", "OUTPUT")),
        IN(List.of("INPUT")),
        OUT(List.of("OUTPUT"));

        private final List<String> chains;

        Cut(List<String> chains) {
            this.chains = chains;
        }
    }

    private Namespace(int number) {
        this.name = "sluice-" + number;
        this.cable = "sl" + number;
        this.here = address(4 * number + 1);
        this.there = address(4 * number + 2);
    }

    private static String address(int number) {
        return "198." + (18 + (number >> 16)) + "." + (number >> 8 & 255) + "." + (number & 255);
    }

    static Namespace make() throws IOException, InterruptedException {
        Namespace made = new Namespace(ThreadLocalRandom.current().nextInt(CABLES));
        try {
            run("ip", "netns", "add", made.name);
            run("ip", "link", "add", made.cable, "type", "veth", "peer", "name", "eth0", "netns", made.name);
            run("ip", "addr", "add", made.here + "/30", "dev", made.cable);
            run("ip", "link", "set", made.cable, "up");
            made.inside("ip", "addr", "add", made.there + "/30", "dev", "eth0");
            made.inside("ip", "link", "set", "eth0", "up");
            made.inside("ip", "link", "set", "lo", "up");
            made.inside("ip", "route", "add", "default", "via", made.here);
            return made;
        } catch (IOException e) {
            made.close();
            throw e;
        }
    }

    /** This machine's address at its end of the cable. */
    String host() {
        return here;
    }

    /** The address of a broker that listens at one of this machine's addresses. */
    static URI of(BrokerProcess broker, Namespace first) {
        return URI.create("tcp://" + first.here + ":" + broker.uri().getPort());
    }

    /** What becomes a program inside. */
    List<String> by() {
        return List.of("ip", "netns", "exec", name);
    }

    void cut(Cut cut) throws IOException, InterruptedException {
        for (String chain : cut.chains) {
            inside("iptables", "-w", "-I", chain, "-j", "DROP");
        }
    }

    void mend(Cut cut) throws IOException, InterruptedException {
        for (String chain : cut.chains) {
            inside("iptables", "-w", "-D", chain, "-j", "DROP");
        }
    }

    private void inside(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(by());
        all.addAll(List.of(words));
        run(all.toArray(String[]::new));
    }

    private static void run(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException("'" + String.join(" ", words) + "' failed: " + said);
        }
    }

    /** Why there can be none here, and the remedy; empty when there can. */
    static String missing() {
        try (Namespace tried = make()) {
            tried.cut(Cut.BOTH);
            return "";
        } catch (IOException e) {
            return "no network namespace can be made and cut here (" + e.getMessage()
                    + "); be root, and install iproute2 and iptables.";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while trying a network namespace", e);
        }
    }

    /** Its cable goes with it, at the latest when its last process has ended. */
    @Override
    public void close() throws IOException {
        try {
            run("ip", "link", "del", cable);
            run("ip", "netns", "del", name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while removing " + name, e);
        }
    }
}
