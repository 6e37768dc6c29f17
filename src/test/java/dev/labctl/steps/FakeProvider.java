package dev.labctl.steps;

import dev.labctl.cilium.CiliumInstaller;
import dev.labctl.cilium.CiliumRequest;
import dev.labctl.failure.Failure;
import dev.labctl.kubernetes.Connection;
import dev.labctl.kubernetes.FakeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.lab.ClusterName;
import dev.labctl.provider.ClusterAccess;
import dev.labctl.provider.ClusterKind;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.Equivalents;
import dev.labctl.provider.HaltedNodes;
import dev.labctl.provider.Provider;
import dev.labctl.time.Operation;
import dev.labctl.time.TimeSource;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A provider in memory: clusters are what the test says they are, all of them have one API server, and a call does what
 * the test gave for it, or nothing.
 */
public final class FakeProvider implements Provider, CiliumInstaller {
    public static final KubeObject KUBE_PROXY = new KubeObject(Map.of(
            "apiVersion",
            "apps/v1",
            "kind",
            "DaemonSet",
            "metadata",
            Map.of("name", "kube-proxy", "namespace", "kube-system")));

    private final FakeApi api;
    private final Map<ClusterName, ClusterState> states = new LinkedHashMap<>();
    private final Map<String, Runnable> effects = new LinkedHashMap<>();
    private final List<String> calls = new ArrayList<>();
    private final TimeSource time;
    private Optional<String> exposure = Optional.empty();
    private Optional<Failure> trouble = Optional.empty();
    private boolean withoutKubeProxy;

    public FakeProvider(TimeSource time) {
        this(time, new FakeApi());
    }

    public FakeProvider(TimeSource time, FakeApi api) {
        this.time = time;
        this.api = api;
    }

    public FakeApi api() {
        return api;
    }

    public FakeProvider has(ClusterName cluster, ClusterState state) {
        states.put(cluster, state);
        return this;
    }

    /** What a call does beyond being remembered; it may throw. */
    public FakeProvider when(String call, Runnable effect) {
        effects.put(call, effect);
        return this;
    }

    /** Creates clusters that other machines can reach. */
    public FakeProvider exposed(String why) {
        exposure = Optional.of(why);
        return this;
    }

    @Override
    public Optional<String> exposure(ClusterSpec spec) {
        return exposure;
    }

    /** Creates clusters to which kubeadm has not deployed kube-proxy yet. */
    public FakeProvider withoutKubeProxy() {
        withoutKubeProxy = true;
        return this;
    }

    /** What it was asked to change, in order. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    private void called(String call, Object... with) {
        StringBuilder line = new StringBuilder(call);
        for (Object word : with) {
            line.append(' ').append(word);
        }
        calls.add(line.toString());
        effects.getOrDefault(call, () -> {}).run();
    }

    /** The fake as everything that a command works with. */
    public ClusterAccess access() {
        return new ClusterAccess(this, this);
    }

    @Override
    public ClusterKind kind() {
        return new ClusterKind("fake", List.of(), time, new Words());
    }

    @Override
    public ClusterState inspect(ClusterName cluster, Operation operation) {
        return states.getOrDefault(cluster, new ClusterState.Absent());
    }

    @Override
    public List<ClusterName> list(Operation operation) {
        return states.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof ClusterState.Managed)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public void create(ClusterSpec spec, Operation operation) {
        called("create", spec.name());
        if (spec.kind().kubeProxy() && !withoutKubeProxy) {
            api.has(KUBE_PROXY);
        }
    }

    @Override
    public void awaitNodes(ClusterSpec spec, Operation operation) {
        called("awaitNodes", spec.name());
    }

    @Override
    public Instant start(HaltedNodes halted, Operation operation) {
        called("start", halted.nodes().stream().map(HaltedNodes.Node::name).toArray());
        return Instant.EPOCH;
    }

    /** Something below the clusters is broken. */
    public FakeProvider troubled(Failure failure) {
        trouble = Optional.of(failure);
        return this;
    }

    @Override
    public Optional<Failure> trouble(ClusterName cluster, Operation operation) {
        return trouble;
    }

    @Override
    public void delete(ClusterName cluster, Operation operation) {
        called("delete", cluster);
    }

    @Override
    public Connection connect(ClusterName cluster, Operation operation) {
        return new Connection(api, Optional.empty());
    }

    @Override
    public void install(CiliumRequest request, Connection target, Operation operation) {
        called("install", request.version());
    }

    @Override
    public void upgrade(CiliumRequest request, Connection target, Operation operation) {
        called("upgrade", request.version());
    }

    @Override
    public void uninstall(ClusterName cluster, Connection target, Operation operation) {
        called("uninstall", cluster);
    }

    @Override
    public String useContext(ClusterName cluster, Operation operation) {
        called("context", cluster);
        return "fake-" + cluster;
    }

    @Override
    public void close() {
        called("close");
    }

    /** Lines that say which question they answer. */
    private static final class Words implements Equivalents {
        @Override
        public String context(ClusterName cluster) {
            return "fake-" + cluster;
        }

        @Override
        public List<String> create(ClusterSpec spec) {
            return List.of("create " + spec.name() + " " + spec.nodeImage());
        }

        @Override
        public List<String> delete(ClusterName cluster) {
            return List.of("delete " + cluster);
        }

        @Override
        public List<String> installCilium(CiliumRequest request) {
            return List.of("install " + request.version());
        }

        @Override
        public List<String> upgradeCilium(CiliumRequest request) {
            return List.of("upgrade " + request.version());
        }

        @Override
        public List<String> awaitCilium(ClusterName cluster) {
            return List.of("await " + cluster);
        }

        @Override
        public List<String> uninstallCilium(ClusterName cluster) {
            return List.of("uninstall " + cluster);
        }

        @Override
        public List<String> apply(ClusterName cluster, List<Path> files) {
            return files.stream().map(file -> "apply " + file.getFileName()).toList();
        }

        @Override
        public List<String> deleteObjects(ClusterName cluster, List<Path> files) {
            return files.stream()
                    .map(file -> "delete objects of " + file.getFileName())
                    .toList();
        }

        @Override
        public List<String> useContext(ClusterName cluster) {
            return List.of("use " + cluster);
        }
    }
}
