package org.sluice.consumer.linux;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.sluice.consumer.linux.ProcessFiles.Identity;
import org.sluice.consumer.linux.ProcessFiles.Stat;

/**
 * The processes that programs of jobs have started and whose parents have ended. This process adopts them (it is a
 * "subreaper"), whatever they have done with sessions, groups and their environment. The kernel gives them to our first
 * thread, whose list of children is one small file; so it costs a job that leaves nothing behind next to nothing to see
 * that. Those that have ended are waited for, so that no zombies gather.
 */
public final class Orphans {
    private final int ownSession = Libc.getsid(0);
    private final Map<Integer, Child> known = new ConcurrentHashMap<>();
    private final Set<Kin> active = ConcurrentHashMap.newKeySet();
    private final Optional<RandomAccessFile> list;
    private final Mark mark = new Mark();
    private final Watch watch;

    /** For orphans of whom nothing tells whose they are: those that they can be of. Guarded by this object. */
    private final Map<Identity, Set<Kin>> undecided = new HashMap<>();

    /** Those of them that could be of several. Guarded by this object. */
    private final Set<Identity> doubtful = new HashSet<>();

    Orphans(Watch watch) {
        this.watch = watch;
        list = adopt();
    }

    private static Optional<RandomAccessFile> adopt() {
        if (Libc.prctl(Libc.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0) {
            return Optional.empty();
        }
        try {
            long pid = ProcessHandle.current().pid();
            return Optional.of(new RandomAccessFile("/proc/self/task/" + pid + "/children", "r"));
        } catch (IOException e) {
            return Optional.empty(); // a kernel without CONFIG_PROC_CHILDREN
        }
    }

    /** Whether orphans come to us, so that all of them can be found. */
    public boolean areAdopted() {
        return list.isPresent();
    }

    /** What {@code grep} finds in {@code /proc/PID/limits} of all processes that come from this one, if they can be told so. */
    public Optional<String> pattern() {
        return mark.pattern();
    }

    void knows(Child child) {
        known.put(child.pid(), child);
    }

    void forgets(Child child) {
        known.remove(child.pid(), child);
    }

    /**
     * A run of a job, which has not begun.
     *
     * @param variable NAME=VALUE of a variable in the environment of its programs that no other run has
     */
    public Kin newKin(String variable) {
        return new Kin(this, mark, variable);
    }

    void begin(Kin kin) {
        active.add(kin);
        if (areAdopted()) {
            watch.look(kin, this::alive, 1, TimeUnit.SECONDS);
        }
    }

    /** The session is a new one, whatever others had its number before. */
    void started(Kin kin, Child child) {
        active.forEach(one -> one.sessions().remove(child.pid()));
        kin.sessions().add(child.pid());
    }

    boolean isActive(Kin kin) {
        return active.contains(kin);
    }

    void ended(Kin kin) {
        active.remove(kin);
        watch.forget(kin);
    }

    /** Kills all that are left, unless a run is under way; returns how many there were. */
    public int killRest() {
        return areAdopted() && active.isEmpty()
                ? new Reaping(this, process -> active.isEmpty(), process -> false).kill()
                : 0;
    }

    /** Those that live; the others are waited for. */
    synchronized List<Stat> alive() {
        List<Stat> alive = new ArrayList<>();
        // what an ended one has started may have come to us when the list was read already
        while (!look(alive)) {
            alive.clear();
        }
        if (!undecided.isEmpty()) {
            Set<Identity> left = new HashSet<>();
            alive.forEach(process -> left.add(process.identity()));
            undecided.keySet().retainAll(left);
            doubtful.retainAll(left);
        }
        return alive;
    }

    /** Returns whether there was none to wait for. */
    private boolean look(List<Stat> alive) {
        boolean complete = true;
        for (int pid : adopted()) {
            if (known.containsKey(pid)) {
                continue;
            }
            // who is in our session was started by us for another purpose
            Optional<Stat> stat = ProcessFiles.stat(pid).filter(this::isForeign);
            if (stat.isPresent() && stat.get().hasEnded()) {
                complete &= Libc.wait4(pid, 0, Libc.WNOHANG, 0) != pid;
            } else {
                stat.ifPresent(alive::add);
            }
        }
        return complete;
    }

    private boolean isForeign(Stat process) {
        return process.session() != ownSession;
    }

    private List<Integer> adopted() {
        try {
            RandomAccessFile file = list.orElseThrow();
            file.seek(0);
            byte[] bytes = new byte[1024];
            int length = file.read(bytes);
            if (length <= 0) {
                return List.of();
            }
            StringBuilder text = new StringBuilder();
            for (; length > 0; length = file.read(bytes)) {
                text.append(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
            }
            return ProcessFiles.numbers(text.toString());
        } catch (IOException e) {
            return List.of(); // our first thread has ended, which those of Java never do
        }
    }

    /**
     * Whether the process is one of this run, or can be of no other that is under way. One of which nothing tells whose it is
     * can be of any run that was under way when it began; it is killed at the end of the last of them.
     */
    synchronized boolean isOf(Kin kin, Stat process) {
        if (kin.has(process)) {
            return true;
        }
        if (active.stream().anyMatch(other -> other != kin && other.has(process))) {
            return false;
        }
        Set<Kin> candidates = undecided.computeIfAbsent(process.identity(), any -> beginners(process));
        if (candidates.size() > 1) {
            doubtful.add(process.identity());
        }
        candidates.removeIf(other -> other == kin || !active.contains(other));
        return candidates.isEmpty();
    }

    /** Whether the process, of which {@link #isOf} was said, may be one of another run. */
    synchronized boolean isDoubtful(Kin kin, Stat process) {
        return doubtful.contains(process.identity()) && !kin.has(process);
    }

    private Set<Kin> beginners(Stat process) {
        Set<Kin> found = new HashSet<>(active);
        found.removeIf(kin -> !kin.hadBegunBy(process.begun()));
        return found;
    }
}
