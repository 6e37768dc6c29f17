package dev.labctl.kubernetes;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.time.Deadline;
import dev.labctl.time.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * An API server within the time of an operation: no request outlives its deadline or an interrupt, however slow the server is.
 * A read that the server puts off (429, 5xx), or whose connection breaks, is sent again for up to 30 seconds.
 *
 * @param tolerance how long a read may fail in a row before that is its result
 */
record BoundedApi(KubeApi api, Operation operation, Duration tolerance) implements KubeApi {
    /** As long as a {@link Wait} bears it. */
    static final Duration TOLERANCE = Duration.ofSeconds(30);

    /** The last look of a wait begins when the time is up: it says what is missing. */
    private static final Duration LAST_LOOK = Duration.ofSeconds(2);

    /** A deadline's clock may differ from the machine's, so it must be polled. */
    private static final Duration POLL = Duration.ofMillis(100);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

    private static final ExecutorService REQUESTS = Executors.newCachedThreadPool(request -> {
        Thread thread = new Thread(request, "request");
        thread.setDaemon(true);
        return thread;
    });

    private <T> T read(String what, Supplier<T> request) {
        Deadline patience = operation.deadline().atMost(tolerance);
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return call(what, request);
            } catch (ApiException e) {
                Duration wait = longer(pause, e.retryAfter().orElse(tolerance));
                if (e.retryAfter().isEmpty() || patience.remaining().compareTo(wait) <= 0) {
                    throw e;
                }
                operation.progress().accept("the API server does not answer yet (" + what + "): " + e.getMessage());
                operation.deadline().pause(wait, what);
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
            }
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private <T> T call(String what, Supplier<T> request) {
        requireTime(what);
        Future<T> answer = REQUESTS.submit(request::get);
        try {
            return await(what, answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.interrupted("the request to " + what).asException();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } finally {
            answer.cancel(true);
        }
    }

    private <T> T await(String what, Future<T> answer) throws InterruptedException, ExecutionException {
        while (true) {
            try {
                return answer.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                requireTime(what);
            }
        }
    }

    private void requireTime(String what) {
        Deadline deadline = operation.deadline();
        if (!deadline.time().now().isBefore(deadline.end().plus(LAST_LOOK))) {
            throw new FailureException(
                    Reason.DEADLINE_PASSED,
                    "the API server did not answer within the command's "
                            + deadline.length().toSeconds() + " s: the request to " + what,
                    "Run the same command again, or give it longer with --timeout. `kubectl get --raw"
                            + " '/readyz?verbose'` tells whether the API server is well.");
        }
    }

    @Override
    public String version() {
        return read("read the version", api::version);
    }

    @Override
    public boolean knows(String kind) {
        return api.knows(kind);
    }

    @Override
    public Optional<Scope> scope(String apiVersion, String kind) {
        return read("discover " + apiVersion, () -> api.scope(apiVersion, kind));
    }

    @Override
    public Optional<KubeObject> get(ObjectRef ref) {
        return read("get " + ref, () -> api.get(ref));
    }

    @Override
    public boolean concurrent() {
        return api.concurrent();
    }

    @Override
    public List<KubeObject> list(
            String apiVersion, String kind, Optional<String> namespace, Map<String, String> labels) {
        return read("list " + kind + " objects", () -> api.list(apiVersion, kind, namespace, labels));
    }

    @Override
    public List<KubeObject> contents(String namespace) {
        return read("list what is in namespace " + namespace, () -> api.contents(namespace));
    }

    @Override
    public List<String> logs(String namespace, String pod, String container, LogRange range) {
        return read("read the log of " + namespace + "/" + pod, () -> api.logs(namespace, pod, container, range));
    }

    @Override
    public KubeObject apply(KubeObject object, boolean force) {
        return call("apply " + object.ref(), () -> api.apply(object, force));
    }

    @Override
    public KubeObject preview(KubeObject object, boolean force) {
        return read("try to apply " + object.ref(), () -> api.preview(object, force));
    }

    @Override
    public boolean delete(ObjectRef ref) {
        return call("delete " + ref, () -> api.delete(ref));
    }

    @Override
    public Optional<KubeObject> create(KubeObject object) {
        return call("create " + object.ref(), () -> api.create(object));
    }

    @Override
    public Optional<KubeObject> replace(KubeObject object) {
        return call("replace " + object.ref(), () -> api.replace(object));
    }

    @Override
    public boolean deleteUnchanged(KubeObject object) {
        return call("delete " + object.ref(), () -> api.deleteUnchanged(object));
    }

    @Override
    public Execution exec(String namespace, String pod, String container, List<String> argv, Duration timeout) {
        return call(
                "run " + argv.get(0) + " in " + namespace + "/" + pod,
                () -> api.exec(namespace, pod, container, argv, timeout));
    }

    @Override
    public List<Observation.Gap> gaps() {
        return api.gaps();
    }

    @Override
    public List<String> notes() {
        return api.notes();
    }

    @Override
    public void close() {
        api.close();
    }
}
