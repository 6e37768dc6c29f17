package dev.labctl.provider.rehearsal.simulation.kernel;

import java.util.random.RandomGenerator;

/** How long things take, from and to, in milliseconds: about what they take with kind on a laptop with its images at hand. */
public enum Delay {
    /** From {@code kind create cluster} until the API server answers. */
    API_SERVER(13_000, 17_000),
    /** From then until a worker has joined. */
    WORKER(3_000, 12_000),
    /** From the creation of a group of nodes until one of its instances has joined. */
    INSTANCE(60_000, 90_000),
    /** From a pod's binding until the kubelet asks for its sandbox. */
    SANDBOX(300, 1_500),
    /** Between two attempts for a sandbox (Kubernetes {@code pkg/kubelet/pod_workers.go}: 10 s and up to a half more). */
    SANDBOX_RETRY(10_000, 15_000),
    /** From the sandbox until the containers run. */
    CONTAINERS(400, 1_600),
    /** From the sandbox of a pod of Cilium's until its containers run: images are large, and init containers go first. */
    CILIUM_CONTAINERS(6_000, 26_000),
    /** Until the operator leads and has defined its kinds. */
    OPERATOR(2_000, 4_000),
    /** From a node's block until its agent is ready. */
    AGENT(2_000, 5_000),
    /** From a SIGTERM until a container has ended. */
    TERMINATION(500, 2_000),
    /** How long the containers of a Job run. */
    JOB(3_000, 6_000),
    /** From the deletion of a namespace that is empty until it is gone. */
    NAMESPACE(1_000, 3_000);

    private final int from;
    private final int to;

    Delay(int from, int to) {
        this.from = from;
        this.to = to;
    }

    public long draw(RandomGenerator random) {
        return random.nextInt(from, to + 1);
    }
}
