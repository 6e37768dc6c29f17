package dev.labctl.output.progress;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A terminal as far as progress uses one: what is written can be looked at as the reader sees it. */
final class Screen extends OutputStream {
    /** Someone waits until something can be seen. */
    private record Watcher(String text, CountDownLatch seen) {}

    private static final String CLEAR = "\r\u001B[K";

    private final List<Byte> bytes = new ArrayList<>();
    private final List<Watcher> watchers = new ArrayList<>();

    @Override
    public synchronized void write(int b) {
        bytes.add((byte) b);
    }

    @Override
    public synchronized void write(byte[] more, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            bytes.add(more[i]);
        }
        String raw = raw();
        watchers.stream().filter(watcher -> raw.contains(watcher.text())).forEach(watcher -> watcher.seen()
                .countDown());
    }

    /** Returns once the text was written, however long that takes. */
    void await(String text) throws InterruptedException {
        CountDownLatch seen = new CountDownLatch(1);
        synchronized (this) {
            if (raw().contains(text)) {
                return;
            }
            watchers.add(new Watcher(text, seen));
        }
        if (!seen.await(30, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody wrote \"" + text + "\" but: " + raw());
        }
    }

    /** Everything that was ever written. */
    synchronized String raw() {
        byte[] all = new byte[bytes.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = bytes.get(i);
        }
        return new String(all, StandardCharsets.UTF_8);
    }

    /** What can be read in the end: a line that was cleared is gone. The last line has no end. */
    List<String> lines() {
        return Stream.of(raw().split("\n", -1))
                .map(line -> line.substring(line.lastIndexOf(CLEAR) < 0 ? 0 : line.lastIndexOf(CLEAR) + CLEAR.length()))
                .toList();
    }

    /** Every state of a line that was drawn over. */
    List<String> drawn() {
        return Stream.of(raw().split("\n|" + "\r\u001B\\[K", -1)).toList();
    }
}
