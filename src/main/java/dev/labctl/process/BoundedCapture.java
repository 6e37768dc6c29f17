package dev.labctl.process;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Keeps the end of a stream, where a failing program reports why. One thread may append while another reads the output.
 */
final class BoundedCapture {
    private static final int FIRST_SIZE = 8 * 1024;

    private final int limit;
    /** Byte i of the stream is at i modulo the limit; grows up to the limit. */
    private byte[] ring;

    private long total;

    /** @param limit the maximum number of bytes to keep */
    BoundedCapture(int limit) {
        this.limit = limit;
        ring = new byte[Math.min(FIRST_SIZE, limit)];
    }

    synchronized void append(byte[] bytes, int length) {
        grow(total + length);
        int skipped = Math.max(0, length - limit);
        int count = length - skipped;
        int at = (int) ((total + skipped) % limit);
        int beforeWrap = Math.min(count, ring.length - at);
        System.arraycopy(bytes, skipped, ring, at, beforeWrap);
        System.arraycopy(bytes, skipped + beforeWrap, ring, 0, count - beforeWrap);
        total += length;
    }

    synchronized Output output() {
        int size = (int) Math.min(total, limit);
        int start = (int) ((total - size) % limit);
        byte[] kept = new byte[size];
        int beforeWrap = Math.min(size, ring.length - start);
        System.arraycopy(ring, start, kept, 0, beforeWrap);
        System.arraycopy(ring, 0, kept, beforeWrap, size - beforeWrap);
        int broken = total > size ? continuationsAtStart(kept) : 0;
        return new Output(new String(kept, broken, size - broken, StandardCharsets.UTF_8), total - size + broken);
    }

    private void grow(long needed) {
        if (needed > ring.length && ring.length < limit) {
            long size = Math.max(needed, 2L * ring.length);
            ring = Arrays.copyOf(ring, (int) Math.min(size, limit));
        }
    }

    private static int continuationsAtStart(byte[] bytes) {
        int count = 0;
        while (count < bytes.length && count < Utf8.LONGEST - 1 && Utf8.isContinuation(bytes[count])) {
            count++;
        }
        return count;
    }
}
