package dev.labctl.kubernetes;

import dev.labctl.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Reads the objects of several kinds, some at once where the server takes it: most of a large cluster's time is its answers. */
final class Lists {
    /** Few enough for any server, and as many as have long answers: pods, events, ReplicaSets, EndpointSlices. */
    private static final int AT_ONCE = 4;

    private Lists() {}

    /**
     * The objects of each kind, in the order of the kinds.
     *
     * @param kinds apiVersion and kind
     */
    static List<KubeObject> read(KubeApi api, List<List<String>> kinds) {
        List<KubeObject> objects = new ArrayList<>();
        if (!api.concurrent()) {
            kinds.forEach(kind -> objects.addAll(read(kind, api)));
            return objects;
        }
        ExecutorService readers = Executors.newFixedThreadPool(Math.min(AT_ONCE, kinds.size()), Lists::daemon);
        try {
            List<Callable<List<KubeObject>>> reads = kinds.stream()
                    .<Callable<List<KubeObject>>>map(kind -> () -> read(kind, api))
                    .toList();
            for (Future<List<KubeObject>> read : readers.invokeAll(reads)) {
                objects.addAll(read.get());
            }
            return objects;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.interrupted("reading the cluster").asException();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } finally {
            readers.shutdownNow();
        }
    }

    private static List<KubeObject> read(List<String> kind, KubeApi api) {
        return api.list(kind.get(0), kind.get(1), Optional.empty(), Map.of());
    }

    private static Thread daemon(Runnable read) {
        Thread thread = new Thread(read, "reader");
        thread.setDaemon(true);
        return thread;
    }
}
