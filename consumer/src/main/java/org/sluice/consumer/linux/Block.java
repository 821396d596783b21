package org.sluice.consumer.linux;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.lang.ref.Reference;
import java.util.List;

/** A piece of memory outside the heap, for C to read from or write to. It is given back when nobody refers to it. */
final class Block {
    private final Memory memory;

    private Block(Memory memory) {
        this.memory = memory;
    }

    /** One that is all zeros. */
    static Block of(int size) {
        Memory memory = new Memory(size);
        memory.clear();
        return new Block(memory);
    }

    /** A C string. */
    static Block of(byte[] text) {
        Memory memory = new Memory(text.length + 1L);
        memory.write(0, text, 0, text.length);
        memory.setByte(text.length, (byte) 0);
        return new Block(memory);
    }

    /** An array of C strings with a null pointer at its end, and the strings behind it. */
    static Block of(List<byte[]> texts) {
        int pointers = (texts.size() + 1) * Long.BYTES;
        int size = pointers;
        for (byte[] text : texts) {
            size += text.length + 1;
        }
        byte[] strings = new byte[size - pointers];
        long[] addresses = new long[texts.size() + 1];
        Memory memory = new Memory(size);
        long base = Pointer.nativeValue(memory) + pointers;
        int at = 0;
        for (int i = 0; i < texts.size(); i++) {
            byte[] text = texts.get(i);
            addresses[i] = base + at;
            System.arraycopy(text, 0, strings, at, text.length);
            at += text.length + 1;
        }
        memory.write(0, addresses, 0, addresses.length);
        memory.write(pointers, strings, 0, strings.length);
        return new Block(memory);
    }

    long address() {
        return Pointer.nativeValue(memory);
    }

    int integer(int offset) {
        return memory.getInt(offset);
    }

    long number(int offset) {
        return memory.getLong(offset);
    }

    void set(int offset, long value) {
        memory.setLong(offset, value);
    }

    /** To be called behind the last use of the address. */
    void stay() {
        Reference.reachabilityFence(memory);
    }
}
