package dev.labctl.provider.recorded;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.LogRange;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation.Gap;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Answers requests for objects from a recording, as the cluster would have answered; refuses all others. */
final class RecordedApi implements KubeApi {
    private final Recording recording;
    private final Map<String, List<KubeObject>> byKind;

    RecordedApi(Recording recording) {
        this.recording = recording;
        this.byKind = recording.objects().stream()
                .collect(Collectors.groupingBy(KubeObject::kind, LinkedHashMap::new, Collectors.toList()));
    }

    @Override
    public String version() {
        return recording.kubernetes();
    }

    @Override
    public Optional<Scope> scope(String apiVersion, String kind) {
        return ofKind(apiVersion, kind).stream()
                .findFirst()
                .map(object -> object.namespace().isPresent() ? Scope.NAMESPACED : Scope.CLUSTER);
    }

    private List<KubeObject> ofKind(String apiVersion, String kind) {
        return byKind.getOrDefault(kind, List.of()).stream()
                .filter(object -> object.apiVersion().equals(apiVersion))
                .toList();
    }

    @Override
    public Optional<KubeObject> get(ObjectRef ref) {
        return byKind.getOrDefault(ref.kind(), List.of()).stream()
                .filter(object -> object.ref().equals(ref))
                .findFirst();
    }

    @Override
    public List<KubeObject> list(
            String apiVersion, String kind, Optional<String> namespace, Map<String, String> labels) {
        return ofKind(apiVersion, kind).stream()
                .filter(object -> namespace.isEmpty() || object.namespace().equals(namespace))
                .filter(object -> labels.isEmpty() || object.hasLabels(labels))
                .toList();
    }

    @Override
    public List<KubeObject> contents(String namespace) {
        return recording.objects().stream()
                .filter(object -> object.isIn(namespace))
                .toList();
    }

    @Override
    public List<Gap> gaps() {
        return recording.gaps();
    }

    @Override
    public List<String> notes() {
        return recording.notes();
    }

    @Override
    public List<String> logs(String namespace, String pod, String container, LogRange range) {
        throw refused("logs are not read from it");
    }

    @Override
    public KubeObject apply(KubeObject object, boolean force) {
        throw refused("nothing can be applied to it");
    }

    @Override
    public KubeObject preview(KubeObject object, boolean force) {
        throw refused("nothing can be applied to it");
    }

    @Override
    public boolean delete(ObjectRef ref) {
        throw refused("nothing can be deleted from it");
    }

    @Override
    public Optional<KubeObject> create(KubeObject object) {
        throw refused("nothing can be created in it");
    }

    @Override
    public Optional<KubeObject> replace(KubeObject object) {
        throw refused("nothing can be changed in it");
    }

    @Override
    public boolean deleteUnchanged(KubeObject object) {
        throw refused("nothing can be deleted from it");
    }

    @Override
    public Execution exec(String namespace, String pod, String container, List<String> argv, Duration timeout) {
        throw refused("nothing runs in it");
    }

    /** What only a cluster can do. */
    FailureException refused(String why) {
        return new FailureException(
                Reason.USAGE,
                "a " + recording.kind() + " is a recording of a cluster: " + why,
                "Run the command on the cluster itself.");
    }

    @Override
    public void close() {
        // The recording is in memory.
    }
}
