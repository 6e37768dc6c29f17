package dev.labctl.kubernetes;

import java.util.Optional;

/**
 * Names one object.
 *
 * @param apiVersion group and version, {@code apps/v1}, or {@code v1} for the core group
 * @param namespace empty for objects of the cluster
 */
public record ObjectRef(String apiVersion, String kind, Optional<String> namespace, String name) {
    /** Where labctl keeps what it knows of a cluster. */
    public static final ObjectRef LABCTL_RECORD = namespaced("v1", "ConfigMap", "kube-system", "labctl");

    public static ObjectRef namespaced(String apiVersion, String kind, String namespace, String name) {
        return new ObjectRef(apiVersion, kind, Optional.of(namespace), name);
    }

    public static ObjectRef ofCluster(String apiVersion, String kind, String name) {
        return new ObjectRef(apiVersion, kind, Optional.empty(), name);
    }

    public ObjectRef in(String otherNamespace) {
        return new ObjectRef(apiVersion, kind, Optional.of(otherNamespace), name);
    }

    /** As it is said to a reader: {@code Deployment default/nginx}. */
    @Override
    public String toString() {
        return kind + " " + namespace.map(ns -> ns + "/").orElse("") + name;
    }
}
