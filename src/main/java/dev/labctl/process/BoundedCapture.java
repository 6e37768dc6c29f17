package dev.labctl.process;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Keeps the end of a stream, where a failing program reports why. One thread may append while another reads the output.
 */
final class BoundedCapture {
    private final int limit;
    private ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long total;

    /** @param limit the maximum number of bytes to return; up to twice as many are kept */
    BoundedCapture(int limit) {
        this.limit = limit;
    }

    synchronized void append(byte[] bytes, int length) {
        if (kept.size() + length > 2L * limit) {
            byte[] before = kept.toByteArray();
            int from = Math.max(0, before.length - limit);
            kept = new ByteArrayOutputStream();
            kept.write(before, from, before.length - from);
        }
        int skipped = Math.max(0, length - limit);
        kept.write(bytes, skipped, length - skipped);
        total += length;
    }

    synchronized Output output() {
        byte[] bytes = kept.toByteArray();
        int start = Math.max(0, bytes.length - limit);
        if (total > bytes.length - start) {
            start += continuationsAt(start, bytes);
        }
        int size = bytes.length - start;
        return new Output(new String(bytes, start, size, StandardCharsets.UTF_8), total - size);
    }

    private static int continuationsAt(int start, byte[] bytes) {
        int end = start;
        while (end < bytes.length && end - start < Utf8.LONGEST - 1 && Utf8.isContinuation(bytes[end])) {
            end++;
        }
        return end - start;
    }
}
