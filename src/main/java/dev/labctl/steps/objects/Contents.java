package dev.labctl.steps.objects;

import dev.labctl.failure.Wording;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a namespace or a definition holds, and would be deleted with it.
 *
 * @param own the objects that labctl deletes
 */
record Contents(KubeApi api, Set<ObjectRef> own) {
    /** Why the object has to stay: it holds others than labctl's own. */
    Optional<String> others(ObjectRef ref) {
        try {
            List<String> others = others(held(ref));
            return others.isEmpty()
                    ? Optional.empty()
                    : Optional.of("it holds what labctl did not make: " + Wording.names(others));
        } catch (ApiException e) {
            return Optional.of("what it holds cannot be read: " + e.getMessage());
        }
    }

    private List<KubeObject> held(ObjectRef ref) {
        return switch (ref.kind()) {
            case "Namespace" -> api.contents(ref.name());
            case "CustomResourceDefinition" -> api.get(ref).map(this::defined).orElse(List.of());
            default -> List.of();
        };
    }

    /** The objects of a definition's kind, which all of its versions have. */
    private List<KubeObject> defined(KubeObject definition) {
        String group = definition.text("spec", "group").orElse("");
        String kind = definition.text("spec", "names", "kind").orElse("");
        return definition.list("spec", "versions").stream()
                .filter(version -> Tree.flag(version, "served").orElse(false))
                .findFirst()
                .map(version ->
                        api.list(group + "/" + Tree.text(version, "name").orElse(""), kind, Optional.empty(), Map.of()))
                .orElse(List.of());
    }

    private List<String> others(List<KubeObject> held) {
        Set<String> ours = own.stream().map(Contents::identity).collect(Collectors.toCollection(HashSet::new));
        Map<String, KubeObject> byUid = new HashMap<>();
        held.forEach(object -> byUid.put(object.uid(), object));
        List<String> others = new ArrayList<>();
        for (KubeObject object : held) {
            if (!ours.contains(identity(object.ref()))
                    && !ofSystem(object)
                    && !claimed(object)
                    && !owned(object, byUid, ours)) {
                others.add(object.ref().toString());
            }
        }
        return others;
    }

    /** An object under its group: it is one, whatever the version by which it is read. */
    private static String identity(ObjectRef ref) {
        String group = ref.apiVersion().contains("/") ? ref.apiVersion().replaceFirst("/.*", "") : "";
        return group + " " + ref;
    }

    /** What every namespace has. */
    private static boolean ofSystem(KubeObject object) {
        return switch (object.kind()) {
            case "ConfigMap" -> object.name().equals("kube-root-ca.crt");
            case "ServiceAccount" -> object.name().equals("default");
            case "Secret" -> object.has("kubernetes.io/service-account-token", "type");
            default -> false;
        };
    }

    /** Whether a controller made it for one of labctl's own objects, over however many others. */
    private static boolean owned(KubeObject object, Map<String, KubeObject> byUid, Set<String> ours) {
        Set<String> seen = new HashSet<>();
        KubeObject one = object;
        while (one != null && seen.add(one.uid())) {
            if (ours.contains(identity(one.ref())) || ours.contains(maker(one))) {
                return true;
            }
            String owner = one.list("metadata", "ownerReferences").stream()
                    .flatMap(reference -> Tree.text(reference, "uid").stream())
                    .findFirst()
                    .orElse("");
            one = byUid.get(owner);
        }
        return false;
    }

    /** The identity of what an object without an owner was made for; empty for none. */
    private static String maker(KubeObject object) {
        String namespace = object.namespace().orElse("");
        if (object.kind().equals("Endpoints")) {
            return identity(ObjectRef.namespaced("v1", "Service", namespace, object.name()));
        }
        return "";
    }

    /** A claim of a StatefulSet's pod has its name and the pod's. */
    private boolean claimed(KubeObject object) {
        return object.kind().equals("PersistentVolumeClaim")
                && own.stream()
                        .filter(ref -> ref.kind().equals("StatefulSet")
                                && ref.namespace().equals(object.namespace()))
                        .anyMatch(set -> object.name().matches(".+-" + Pattern.quote(set.name()) + "-[0-9]+"));
    }
}
