package dev.labctl.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Records lines, and lets a test wait for the line "ready". */
final class RecordedLines implements Consumer<String> {
    private final List<String> recorded = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Runnable whenReady;

    RecordedLines() {
        this(() -> {});
    }

    RecordedLines(Runnable whenReady) {
        this.whenReady = whenReady;
    }

    @Override
    public void accept(String text) {
        recorded.add(text);
        if (text.equals("ready")) {
            ready.countDown();
            whenReady.run();
        }
    }

    void awaitReady() throws InterruptedException {
        assertThat(ready.await(30, TimeUnit.SECONDS)).as("ready was recorded").isTrue();
    }

    List<String> lines() {
        return List.copyOf(recorded);
    }
}
