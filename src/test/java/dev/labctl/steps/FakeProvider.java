package dev.labctl.steps;

import dev.labctl.kubernetes.FakeApi;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.lab.ClusterName;
import dev.labctl.provider.Activity;
import dev.labctl.provider.CiliumRequest;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.Equivalents;
import dev.labctl.provider.Provider;
import dev.labctl.time.TimeSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A provider in memory: clusters are what the test says they are, all of them have one API server, and a call does what
 * the test gave for it, or nothing.
 */
public final class FakeProvider implements Provider {
    private final FakeApi api;
    private final Map<ClusterName, ClusterState> states = new LinkedHashMap<>();
    private final Map<String, Runnable> effects = new LinkedHashMap<>();
    private final List<String> calls = new ArrayList<>();
    private final TimeSource time;

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

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public boolean usesMachine() {
        return true;
    }

    @Override
    public List<String> limits() {
        return List.of();
    }

    @Override
    public TimeSource time() {
        return time;
    }

    @Override
    public ClusterState inspect(ClusterName cluster, Activity activity) {
        return states.getOrDefault(cluster, new ClusterState.Absent());
    }

    @Override
    public List<ClusterName> made(Activity activity) {
        return states.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof ClusterState.Managed)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public void create(ClusterSpec spec, Activity activity) {
        called("create", spec.name());
    }

    @Override
    public void complete(ClusterSpec spec, Activity activity) {
        called("complete", spec.name());
    }

    @Override
    public void delete(ClusterName cluster, Activity activity) {
        called("delete", cluster);
    }

    @Override
    public KubeApi connect(ClusterName cluster, Activity activity) {
        return api;
    }

    @Override
    public void installCilium(CiliumRequest request, Activity activity) {
        called("install", request.version());
    }

    @Override
    public void upgradeCilium(CiliumRequest request, Activity activity) {
        called("upgrade", request.version());
    }

    @Override
    public void uninstallCilium(ClusterName cluster, Activity activity) {
        called("uninstall", cluster);
    }

    @Override
    public String useContext(ClusterName cluster, Activity activity) {
        called("context", cluster);
        return "fake-" + cluster;
    }

    @Override
    public Equivalents equivalents() {
        return new Words();
    }

    @Override
    public void close() {
        called("close");
    }

    /** Lines that say which question they answer. */
    private static final class Words implements Equivalents {
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
