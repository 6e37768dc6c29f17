package dev.labctl.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Reads one stream of a program on its own thread: keeps its end and reports its lines. */
final class StreamPump implements Runnable {
    private static final int BUFFER_SIZE = 16 * 1024;

    private final Reader in;
    private final Consumer<String> listener;
    private final BoundedCapture capture;
    private final LineSplitter splitter;
    private final CountDownLatch ended;
    private volatile boolean abandoned;
    private boolean listenerFailed;

    /** @param ended is counted down when the stream has ended and its last line is reported */
    StreamPump(InputStream in, Consumer<String> listener, Limits limits, CountDownLatch ended) {
        this.in = new InputStreamReader(in, StandardCharsets.UTF_8);
        this.listener = listener;
        this.ended = ended;
        capture = new BoundedCapture(limits.captureLength());
        splitter = new LineSplitter(limits.lineLength(), this::report);
    }

    @Override
    public void run() {
        try (in) {
            char[] buffer = new char[BUFFER_SIZE];
            int count = in.read(buffer);
            while (count >= 0 && !abandoned) {
                capture.append(buffer, count);
                splitter.feed(buffer, count);
                count = in.read(buffer);
            }
        } catch (IOException e) {
            // The pipe broke: the stream ends here. Whether that matters depends on how the program ends.
        } finally {
            splitter.end();
            ended.countDown();
        }
    }

    /**
     * Stops reporting lines. The thread closes the stream if more output arrives. No other thread closes it: that would block
     * if the other end of the stream is never closed.
     */
    void abandon() {
        abandoned = true;
    }

    Output output() {
        return capture.output();
    }

    /** A defect in a listener must not block the program or lose its output; it is reported as an uncaught exception. */
    private void report(String line) {
        if (abandoned) {
            return;
        }
        try {
            listener.accept(line);
        } catch (RuntimeException | Error e) {
            if (!listenerFailed) {
                listenerFailed = true;
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
        }
    }
}
