package dev.labctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.explain.Recordings;
import dev.labctl.kubernetes.FakeApi;
import dev.labctl.kubernetes.HttpApi;
import dev.labctl.kubernetes.HttpApi.Trouble;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A long wait on a cluster that never rests, whose API server fails now and then: threads and connections do not add up.
 * labctl polls, so there are no watches. {@code -Dchurn.minutes=30} waits for that long, on the cluster's clock.
 */
class ChurnTest {
    private static final Duration WAITED = Duration.ofMinutes(Integer.getInteger("churn.minutes", 2));
    private static final ObjectRef AGENTS = ObjectRef.namespaced("apps/v1", "DaemonSet", "kube-system", "cilium");

    /** Each once in so many requests. */
    private static final Map<Integer, Trouble> TROUBLES = Map.of(
            83, new Trouble.Refusal(429, 1),
            97, new Trouble.Refusal(500, 0),
            101, new Trouble.Closed());

    private static final int SERVERS_OWN = 8;

    @TempDir
    Path folder;

    private final FakeApi api = new FakeApi();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger mostThreads = new AtomicInteger();
    private HttpApi server;
    private Console labctl;
    private Instant end;

    @BeforeEach
    void aCluster() {
        Tree.list(Recordings.read("small-exhausted").tree(), "objects")
                .forEach(object -> api.has(new KubeObject(Tree.map(object))));
        api.hasCiliumDefinitions();
        server = new HttpApi(api).onRequest(this::churn);
        labctl = new Console(folder);
        labctl.environment.put("KUBECONFIG", folder.resolve("kubeconfig").toString());
        labctl.file("kubeconfig", server.kubeconfig("prod"));
        end = labctl.time.now().plus(WAITED);
        agentsReady(0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void agentsReady(int count) {
        KubeObject agents = api.peek(AGENTS).orElseThrow();
        api.has(new KubeObject(Tree.with(agents.tree(), count, "status", "numberReady")));
    }

    /** Pods come and go, agents restart, and the server has its bad moments. */
    private void churn() {
        int request = requests.incrementAndGet();
        int ready = (int) api.peek(AGENTS).orElseThrow().number("status", "desiredNumberScheduled");
        agentsReady(labctl.time.now().isBefore(end) ? request % ready : ready);
        api.has(pod(request));
        api.remove(pod(request - 10).ref());
        TROUBLES.forEach((every, trouble) -> {
            if (request % every == 0) {
                server.begins(trouble);
                if (trouble instanceof Trouble.Closed) {
                    closed.incrementAndGet();
                }
            }
        });
        mostThreads.accumulateAndGet(Thread.activeCount(), Math::max);
    }

    private static KubeObject pod(int number) {
        return FakeApi.object(
                "v1",
                "Pod",
                "default",
                "churn-" + number,
                Map.of("spec", Map.of("containers", List.of(Map.of("name", "one", "image", "one:1")))));
    }

    @Test
    void aLongWaitOnAClusterThatNeverRestsCollectsNoThreadsAndNoConnections() {
        int before = Thread.activeCount();

        Console.Ended ended = labctl.run(
                "wait",
                "chapter04",
                "--context",
                "prod",
                "--timeout",
                WAITED.multipliedBy(2).toSeconds() + "s");

        assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
        assertThat(labctl.time.now()).isAfterOrEqualTo(end);
        assertThat(requests.get()).isGreaterThan((int) WAITED.toSeconds());
        assertThat(closed.get()).isPositive();
        assertThat(server.connections()).isLessThanOrEqualTo(closed.get() + 2);
        assertThat(mostThreads.get()).isLessThanOrEqualTo(before + SERVERS_OWN + 12);
    }
}
