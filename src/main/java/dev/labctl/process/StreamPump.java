package dev.labctl.process;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

/** Empties one stream of a program, on a thread of its own: keeps its end and tells its lines. */
final class StreamPump implements Runnable {
    private static final int BUFFER_SIZE = 16 * 1024;

    private final InputStream in;
    private final LineListener.Stream stream;
    private final LineListener listener;
    private final BoundedCapture capture;
    private final LineSplitter splitter;
    private final CountDownLatch ended;
    private volatile boolean abandoned;
    private boolean listenerFailed;

    /** @param ended is counted down when the stream has ended and its last line is told */
    StreamPump(InputStream in, LineListener.Stream stream, LineListener listener, Limits limits, CountDownLatch ended) {
        this.in = in;
        this.stream = stream;
        this.listener = listener;
        this.ended = ended;
        capture = new BoundedCapture(limits.captureBytes());
        splitter = new LineSplitter(limits.lineBytes(), this::tell);
    }

    @Override
    public void run() {
        try (in) {
            byte[] buffer = new byte[BUFFER_SIZE];
            int count = in.read(buffer);
            while (count >= 0 && !abandoned) {
                capture.append(buffer, count);
                splitter.feed(buffer, count);
                count = in.read(buffer);
            }
        } catch (IOException e) {
            // The pipe broke: the stream ends here, and how the program ends says whether that matters.
        } finally {
            splitter.end();
            ended.countDown();
        }
    }

    /**
     * From now on no line is told. The thread closes the stream when something still comes. Nobody else closes it:
     * that would wait for the thread where the stream's other end never ends.
     */
    void abandon() {
        abandoned = true;
    }

    Output output() {
        return capture.output();
    }

    /** A listener's defect must neither stall the program nor lose its output; it is reported as a thread's would be. */
    private void tell(String line) {
        if (abandoned) {
            return;
        }
        try {
            listener.line(stream, line);
        } catch (RuntimeException | Error e) {
            if (!listenerFailed) {
                listenerFailed = true;
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
        }
    }
}
