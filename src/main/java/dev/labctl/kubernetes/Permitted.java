package dev.labctl.kubernetes;

import dev.labctl.kubernetes.Observation.Gap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * Reads a cluster with the rights that the reader has: what may not be read is noted, and counts as not there. Only for
 * commands that show something; one that changes a cluster must fail where a right is missing.
 */
public final class Permitted implements KubeApi {
    private final KubeApi api;
    private final Map<String, Gap> gaps = new ConcurrentSkipListMap<>();

    public Permitted(KubeApi api) {
        this.api = api;
    }

    /** What could not be read so far, one for each kind. */
    @Override
    public List<Gap> gaps() {
        Map<String, Gap> all = new LinkedHashMap<>(gaps);
        api.gaps().forEach(gap -> all.putIfAbsent(gap.kind(), gap));
        return new ArrayList<>(all.values());
    }

    @Override
    public boolean concurrent() {
        return api.concurrent();
    }

    @Override
    public List<String> notes() {
        return api.notes();
    }

    @Override
    public boolean knows(String kind) {
        return !gaps.containsKey(kind);
    }

    private <T> T read(String kind, T nothing, Supplier<T> body) {
        try {
            return body.get();
        } catch (ApiException e) {
            if (e.kind() != ApiException.Kind.FORBIDDEN) {
                throw e;
            }
            gaps.putIfAbsent(kind, new Gap(kind, e.getMessage()));
            return nothing;
        }
    }

    @Override
    public String version() {
        return read("version", "", api::version);
    }

    @Override
    public Optional<Scope> scope(String apiVersion, String kind) {
        return read(kind, Optional.empty(), () -> api.scope(apiVersion, kind));
    }

    @Override
    public Optional<KubeObject> get(ObjectRef ref) {
        return read(ref.kind(), Optional.empty(), () -> api.get(ref));
    }

    @Override
    public List<KubeObject> list(
            String apiVersion, String kind, Optional<String> namespace, Map<String, String> labels) {
        return read(kind, List.of(), () -> api.list(apiVersion, kind, namespace, labels));
    }

    @Override
    public List<KubeObject> contents(String namespace) {
        return api.contents(namespace);
    }

    @Override
    public List<String> logs(String namespace, String pod, String container, LogRange range) {
        return api.logs(namespace, pod, container, range);
    }

    @Override
    public KubeObject apply(KubeObject object, boolean force) {
        return api.apply(object, force);
    }

    @Override
    public KubeObject preview(KubeObject object, boolean force) {
        return api.preview(object, force);
    }

    @Override
    public boolean delete(ObjectRef ref) {
        return api.delete(ref);
    }

    @Override
    public Optional<KubeObject> create(KubeObject object) {
        return api.create(object);
    }

    @Override
    public Optional<KubeObject> replace(KubeObject object) {
        return api.replace(object);
    }

    @Override
    public boolean deleteUnchanged(KubeObject object) {
        return api.deleteUnchanged(object);
    }

    @Override
    public Execution exec(String namespace, String pod, String container, List<String> argv, Duration timeout) {
        return api.exec(namespace, pod, container, argv, timeout);
    }

    @Override
    public void close() {
        api.close();
    }
}
