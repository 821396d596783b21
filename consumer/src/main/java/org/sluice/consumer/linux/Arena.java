package org.sluice.consumer.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory outside the heap for what one call of a C function reads and writes. Each thread has one and uses it again and
 * again: to get such memory and to give it back costs more than most calls. What was put into it is lost when the same
 * thread begins anew.
 */
final class Arena {
    private static final ThreadLocal<Arena> OWN = ThreadLocal.withInitial(Arena::new);
    private static final int USUAL = 16 * 1024;
    private static final int ALIGNMENT = 16;

    private final Memory usual = new Memory(USUAL);
    private final List<Memory> more = new ArrayList<>();
    private int used;

    /** That of this thread, empty. */
    static Arena begin() {
        Arena arena = OWN.get();
        arena.used = 0;
        arena.more.clear();
        return arena;
    }

    /** That of this thread, as it is. */
    static Arena own() {
        return OWN.get();
    }

    /** The address of some bytes that are zero. */
    long zeros(int size) {
        long address = room(size);
        new Pointer(address).clear(size);
        return address;
    }

    /** The address of a C string. */
    long text(byte[] text) {
        long address = room(text.length + 1);
        Pointer pointer = new Pointer(address);
        pointer.write(0, text, 0, text.length);
        pointer.setByte(text.length, (byte) 0);
        return address;
    }

    /** The address of an array of C strings with a null pointer at its end. */
    long texts(List<byte[]> texts) {
        int pointers = (texts.size() + 1) * Long.BYTES;
        int size = 0;
        for (byte[] text : texts) {
            size += text.length + 1;
        }
        long address = room(pointers + size);
        byte[] strings = new byte[size];
        long[] addresses = new long[texts.size() + 1];
        int at = 0;
        for (int i = 0; i < texts.size(); i++) {
            byte[] text = texts.get(i);
            addresses[i] = address + pointers + at;
            System.arraycopy(text, 0, strings, at, text.length);
            at += text.length + 1;
        }
        Pointer pointer = new Pointer(address);
        pointer.write(0, addresses, 0, addresses.length);
        pointer.write(pointers, strings, 0, size);
        return address;
    }

    private long room(int size) {
        int needed = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        if (needed > USUAL - used) {
            Memory extra = new Memory(needed);
            more.add(extra);
            return Pointer.nativeValue(extra);
        }
        long address = Pointer.nativeValue(usual) + used;
        used += needed;
        return address;
    }

    static int integer(long address) {
        return new Pointer(address).getInt(0);
    }

    static long number(long address) {
        return new Pointer(address).getLong(0);
    }

    static void set(long address, long value) {
        new Pointer(address).setLong(0, value);
    }
}
