package dev.labctl.provider.recorded;

import dev.labctl.cilium.CiliumState;
import dev.labctl.kubernetes.Connection;
import dev.labctl.kubernetes.Permitted;
import dev.labctl.lab.ClusterName;
import dev.labctl.process.ShellWords;
import dev.labctl.provider.ClusterKind;
import dev.labctl.provider.ClusterObserver;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.ClusterState.Foreign;
import dev.labctl.provider.Equivalents;
import dev.labctl.provider.Provider;
import dev.labctl.time.Operation;
import dev.labctl.time.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The one cluster of a recording, as it was when it was collected. It can be read, and nothing else. */
public final class RecordedProvider implements Provider {
    private static final List<String> REHEARSED = List.of("it was recorded of a rehearsal");

    private final Recording recording;
    private final RecordedApi api;
    private final ClusterKind kind;

    private RecordedProvider(Recording recording) {
        this.api = new RecordedApi(recording);
        this.recording = recording;
        this.kind = new ClusterKind(
                recording.kind(),
                recording.rehearsed() ? REHEARSED : List.of(),
                new Then(recording.at()),
                new NoCommands());
    }

    /**
     * Reads a recording.
     *
     * @param file a sysdump of the cilium CLI or a bundle of labctl: a folder or zip file
     * @throws dev.labctl.failure.FailureException RECORDING_INVALID where it is neither, or cannot be read
     */
    public static RecordedProvider read(Path file) {
        return new RecordedProvider(Recordings.read(file));
    }

    /** The time of the collection, which does not pass. */
    private record Then(Instant now) implements TimeSource {
        @Override
        public void sleep(Duration duration) {
            // Nothing changes in a recording.
        }
    }

    /** The reader knows which context of kubectl, if any, leads to the cluster. */
    private record NoCommands() implements Equivalents {
        @Override
        public String context(ClusterName cluster) {
            return "";
        }

        @Override
        public String changeCilium(ClusterName cluster, String namespace) {
            return ShellWords.join(
                    "helm", List.of("upgrade", "cilium", "cilium/cilium", "-n", namespace, "--reuse-values"));
        }
    }

    @Override
    public ClusterKind kind() {
        return kind;
    }

    @Override
    public ClusterState inspect(ClusterName cluster, Operation operation) {
        ClusterState state = ClusterObserver.observe(new Permitted(api), false);
        return state instanceof Foreign foreign && recording.kind().equals("sysdump") ? withCilium(foreign) : state;
    }

    /** A sysdump is collected of a cluster with Cilium, whether its settings could be collected or not. */
    private static Foreign withCilium(Foreign state) {
        CiliumState cilium = state.cilium();
        return cilium.installed()
                ? state
                : new Foreign(
                        state.ours(),
                        state.facts(),
                        new CiliumState(
                                cilium.release(),
                                cilium.settings(),
                                cilium.namespace(),
                                CiliumState.Presence.THERE,
                                List.of()),
                        state.known());
    }

    @Override
    public List<ClusterName> list(Operation operation) {
        return List.of();
    }

    @Override
    public void create(ClusterSpec spec, Operation operation) {
        throw api.refused("no cluster can be created in it");
    }

    @Override
    public void awaitNodes(ClusterSpec spec, Operation operation) {
        throw api.refused("no node joins it");
    }

    @Override
    public void delete(ClusterName cluster, Operation operation) {
        throw api.refused("no cluster can be deleted from it");
    }

    @Override
    public Connection connect(ClusterName cluster, Operation operation) {
        return new Connection(api, Optional.empty());
    }

    @Override
    public String useContext(ClusterName cluster, Operation operation) {
        throw api.refused("it has no context");
    }

    @Override
    public void close() {
        api.close();
    }
}
