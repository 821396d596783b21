package org.sluice.consumer.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The functions of glibc that are used, as C has them on a 64-bit system. A pointer is a {@code long}: JNA passes numbers
 * without a detour. Constants are those of the kernel's interface, the same on x86-64 and AArch64 where they are used here.
 */
final class Libc {
    static final int ESRCH = 3;
    static final int EINTR = 4;
    static final int ENOEXEC = 8;
    static final int EOPNOTSUPP = 95;

    static final int SIGKILL = 9;
    static final int SIGTERM = 15;

    static final int O_RDONLY = 0;
    static final int O_WRONLY = 1;
    static final int O_CREAT = 0100;
    static final int O_APPEND = 02000;
    static final int O_CLOEXEC = 02000000;

    static final short POSIX_SPAWN_SETSIGDEF = 0x04;
    static final short POSIX_SPAWN_SETSIGMASK = 0x08;
    static final short POSIX_SPAWN_SETSID = 0x80;

    static final int P_PID = 1;
    static final int WNOHANG = 1;
    static final int WEXITED = 4;
    static final int WNOWAIT = 0x01000000;

    static final int PR_SET_CHILD_SUBREAPER = 36;
    static final int RUSAGE_SELF = 0;
    static final int RLIMIT_LOCKS = 10;
    static final int CLOCK_BOOTTIME = 7;
    static final int FALLOC_FL_KEEP_SIZE = 1;
    static final int FALLOC_FL_PUNCH_HOLE = 2;

    private Libc() {}

    /** @throws UnsatisfiedLinkError if this is another C library, or one that is too old */
    static void load() {
        Native.register(Libc.class, NativeLibrary.getProcess());
    }

    static native int posix_spawn(long pid, long path, long actions, long attributes, long argv, long envp);

    static native int posix_spawnp(long pid, long file, long actions, long attributes, long argv, long envp);

    static native int posix_spawnattr_init(long attributes);

    static native int posix_spawnattr_setflags(long attributes, short flags);

    static native int posix_spawnattr_setsigdefault(long attributes, long signals);

    static native int posix_spawnattr_setsigmask(long attributes, long signals);

    static native int posix_spawn_file_actions_init(long actions);

    static native int posix_spawn_file_actions_destroy(long actions);

    static native int posix_spawn_file_actions_addopen(long actions, int fd, long path, int flags, int mode);

    static native int posix_spawn_file_actions_adddup2(long actions, int fd, int newFd);

    static native int posix_spawn_file_actions_addchdir_np(long actions, long path);

    static native int posix_spawn_file_actions_addclosefrom_np(long actions, int from);

    static native int sigemptyset(long signals);

    static native int sigfillset(long signals);

    static native int waitid(int idType, int id, long info, int options);

    static native int wait4(int pid, long status, int options, long usage);

    static native int kill(int pid, int signal);

    static native int getsid(int pid);

    static native int open(long path, int flags, int mode);

    static native int close(int fd);

    static native long write(int fd, long bytes, long length);

    static native int pipe2(long fds, int flags);

    static native int fallocate(int fd, int mode, long offset, long length);

    static native int prctl(int option, long a, long b, long c, long d);

    static native int getrusage(int who, long usage);

    static native int getrlimit(int resource, long limit);

    static native int setrlimit(int resource, long limit);

    static native int prlimit64(int pid, int resource, long newLimit, long oldLimit);

    static native int clock_gettime(int clock, long time);

    static native String strerror(int number);
}
