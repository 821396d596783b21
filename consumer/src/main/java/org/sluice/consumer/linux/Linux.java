package org.sluice.consumer.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the kernel and the C library do for us: to start programs, to know what they leave behind, and to give back the
 * space of files. It is there on 64-bit Linux with glibc 2.34 or later.
 */
public final class Linux {
    private static final Logger LOG = LoggerFactory.getLogger(Linux.class);
    private static final byte[] NOTHING = "/dev/null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ROOT = {'/'};
    private static final int OPAQUE = 512; // more than posix_spawnattr_t, posix_spawn_file_actions_t, sigset_t
    private static final int FIRST_OTHER_FD = 3;
    private static final int STACK = 256 * 1024;

    private final Pointer attributes = attributes();
    private final Executor waiting = waiters();
    private final Watch watch = new Watch();
    private final Orphans orphans = new Orphans(watch);

    private Linux() {}

    private static final class Holder {
        private static final Optional<Linux> HERE = find();

        private static Optional<Linux> find() {
            boolean candidate = System.getProperty("os.name").equals("Linux")
                    && List.of("amd64", "aarch64").contains(System.getProperty("os.arch"));
            if (!candidate) {
                return Optional.empty();
            }
            try {
                chooseLibraryDirectory();
                Libc.load();
                return Optional.of(new Linux());
            } catch (LinkageError | RuntimeException e) {
                LOG.debug("Programs are started as on other systems", e);
                return Optional.empty();
            }
        }
    }

    /** JNA takes its library out of the jar into the user's cache. In a container there may be no such place. */
    private static void chooseLibraryDirectory() {
        String property = "jna.tmpdir";
        if (System.getProperty(property) == null && !Files.isWritable(Path.of(System.getProperty("user.home")))) {
            System.setProperty(property, System.getProperty("java.io.tmpdir"));
        }
    }

    /** Empty where it cannot be had. What has to be loaded is loaded the first time. */
    public static Optional<Linux> here() {
        return Holder.HERE;
    }

    /** What is known of processes whose parents have ended. */
    public Orphans orphans() {
        return orphans;
    }

    /** What looks at things now and then. */
    public Watch watch() {
        return watch;
    }

    /** Opens a file, which is made if it is not there. */
    public AppendedFile append(byte[] path) throws SystemFault {
        return new AppendedFile(path);
    }

    /**
     * Starts a program in a session and a group of its own, with an empty standard input and no other file than these, and
     * with all signals as they are by default, whatever they are to us.
     *
     * @param kin the run to which it belongs
     * @param file the program; without a slash it is looked for along our own {@code PATH}
     * @param words what it gets as its arguments, its name first
     * @param environment each as NAME=VALUE
     */
    public Child spawn(
            Kin kin,
            byte[] file,
            List<byte[]> words,
            List<byte[]> environment,
            byte[] directory,
            AppendedFile stdout,
            AppendedFile stderr)
            throws SystemFault {
        Child child = spawn(file, words, environment, directory, kin::mark, (arena, actions) -> {
            check(Libc.posix_spawn_file_actions_addopen(actions, 0, arena.text(NOTHING), Libc.O_RDONLY, 0));
            check(Libc.posix_spawn_file_actions_adddup2(actions, stdout.descriptor(), 1));
            check(Libc.posix_spawn_file_actions_adddup2(actions, stderr.descriptor(), 2));
        });
        kin.started(child, stdout);
        return child;
    }

    /**
     * Starts a program in a session of its own that reads from us and whose output goes nowhere.
     *
     * @param words its path, and its arguments
     */
    public Lifeline lifeline(List<byte[]> words, List<byte[]> environment) throws SystemFault {
        int[] ends = Lifeline.pipe();
        try {
            Child child = spawn(words.get(0), words, environment, ROOT, pid -> {}, (arena, actions) -> {
                check(Libc.posix_spawn_file_actions_adddup2(actions, ends[0], 0));
                check(Libc.posix_spawn_file_actions_addopen(actions, 1, arena.text(NOTHING), Libc.O_WRONLY, 0));
                check(Libc.posix_spawn_file_actions_adddup2(actions, 1, 2));
            });
            return new Lifeline(child, ends[1]);
        } catch (SystemFault e) {
            Libc.close(ends[1]);
            throw e;
        } finally {
            Libc.close(ends[0]);
        }
    }

    private interface Streams {
        void open(Arena arena, long actions) throws SystemFault;
    }

    private Child spawn(
            byte[] file,
            List<byte[]> words,
            List<byte[]> environment,
            byte[] directory,
            IntConsumer atOnce,
            Streams streams)
            throws SystemFault {
        Arena arena = Arena.begin();
        long actions = arena.zeros(OPAQUE);
        check(Libc.posix_spawn_file_actions_init(actions));
        try {
            streams.open(arena, actions);
            check(Libc.posix_spawn_file_actions_addclosefrom_np(actions, FIRST_OTHER_FD));
            check(Libc.posix_spawn_file_actions_addchdir_np(actions, arena.text(directory)));
            long pid = arena.zeros(Long.BYTES);
            check(Libc.posix_spawnp(
                    pid,
                    arena.text(file),
                    actions,
                    Pointer.nativeValue(attributes),
                    arena.texts(words),
                    arena.texts(environment)));
            atOnce.accept(Arena.integer(pid));
            return child(Arena.integer(pid));
        } finally {
            Libc.posix_spawn_file_actions_destroy(actions);
        }
    }

    private Child child(int pid) {
        Child child = new Child(pid, new PeakMemory());
        orphans.knows(child);
        watch.look(child, child::lookAtMemory, 1, TimeUnit.SECONDS);
        waiting.execute(() -> {
            child.reap();
            watch.forget(child);
            orphans.forgets(child);
        });
        return child;
    }

    private static void check(int fault) throws SystemFault {
        if (fault != 0) {
            throw new SystemFault(fault);
        }
    }

    private static Pointer attributes() {
        Pointer memory = new Memory(OPAQUE);
        memory.clear(OPAQUE);
        long attributes = Pointer.nativeValue(memory);
        long signals = Arena.begin().zeros(OPAQUE);
        Libc.posix_spawnattr_init(attributes);
        int flags = Libc.POSIX_SPAWN_SETSID | Libc.POSIX_SPAWN_SETSIGDEF | Libc.POSIX_SPAWN_SETSIGMASK;
        Libc.posix_spawnattr_setflags(attributes, (short) flags);
        Libc.sigfillset(signals);
        Libc.posix_spawnattr_setsigdefault(attributes, signals);
        Libc.sigemptyset(signals);
        Libc.posix_spawnattr_setsigmask(attributes, signals);
        return memory;
    }

    /** A thread for each child: the kernel wakes no thread for one of several. */
    private static Executor waiters() {
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(null, work, "sluice-wait", STACK);
            thread.setDaemon(true);
            return thread;
        });
    }
}
