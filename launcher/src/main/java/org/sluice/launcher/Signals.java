package org.sluice.launcher;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.sluice.job.ExitCode;

/**
 * What interrupts a command: Ctrl-C and a polite kill. The first time it is asked to come to an end, the second time to
 * end what it runs; a third time it is ended without anything further.
 */
final class Signals {
    private final AtomicInteger heard = new AtomicInteger();
    private final Runnable first;
    private final Runnable second;

    private Signals(Runnable first, Runnable second) {
        this.first = first;
        this.second = second;
    }

    /**
     * Handles the signals of a command that runs jobs, until the virtual machine ends, and tells what is done.
     *
     * @param jobs what the second signal does to the running jobs, as in "kills them"
     */
    static Signals handle(Runnable first, Runnable second, String jobs) {
        return handle(
                () -> {
                    System.err.println(
                            "Interrupted: no further job is begun, and the running ones are waited for. Another"
                                    + " Ctrl-C " + jobs + ".");
                    first.run();
                },
                () -> {
                    System.err.println("Interrupted again: the running jobs are killed.");
                    second.run();
                });
    }

    /** Handles the signals until the virtual machine ends. */
    static Signals handle(Runnable first, Runnable second) {
        Signals signals = new Signals(first, second);
        for (String name : new String[] {"INT", "TERM", "HUP"}) {
            try {
                handle(name, signals::heard);
            } catch (InvocationTargetException e) {
                // this system has no such signal, or the virtual machine keeps it for itself (-Xrs)
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("every JDK has jdk.unsupported with sun.misc.Signal", e);
            }
        }
        return signals;
    }

    /** By reflection, since the compiler warns of sun.misc.Signal in a way that cannot be silenced at one place. */
    private static void handle(String name, Runnable action) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object proxy = Proxy.newProxyInstance(
                Signals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                    if (method.getName().equals("handle")) {
                        action.run();
                    }
                    return null;
                });
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    }

    private void heard() {
        // on a thread of its own: the next signal must not wait for what this one has begun
        Runnable action = switch (heard.incrementAndGet()) {
            case 1 -> first;
            case 2 -> second;
            default -> () -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
        };
        new Thread(action, "sluice-signal").start();
    }

    boolean isInterrupted() {
        return heard.get() > 0;
    }
}
