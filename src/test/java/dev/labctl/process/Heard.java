package dev.labctl.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Remembers the lines that it hears, and lets a test wait for the line "ready". */
final class Heard implements LineListener {
    private record Line(Stream stream, String text) {}

    private final List<Line> heard = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Runnable whenReady;

    Heard() {
        this(() -> {});
    }

    Heard(Runnable whenReady) {
        this.whenReady = whenReady;
    }

    @Override
    public void line(Stream stream, String text) {
        heard.add(new Line(stream, text));
        if (text.equals("ready")) {
            ready.countDown();
            whenReady.run();
        }
    }

    void awaitReady() throws InterruptedException {
        assertThat(ready.await(30, TimeUnit.SECONDS)).as("ready was heard").isTrue();
    }

    List<String> lines(Stream stream) {
        return List.copyOf(heard).stream()
                .filter(line -> line.stream() == stream)
                .map(Line::text)
                .toList();
    }
}
