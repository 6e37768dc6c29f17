package dev.labctl.provider;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.ClusterConfig;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabDescription.ProviderKind;
import dev.labctl.lab.LabRef;
import dev.labctl.tree.Tree;
import dev.labctl.tree.TreeBuilder;
import dev.labctl.yaml.YamlReader;
import dev.labctl.yaml.YamlWriter;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What labctl knows of a cluster that it works on. It lives in the cluster itself, in the ConfigMap {@code kube-system/labctl},
 * so that any machine can continue.
 *
 * @param lab the lab that the cluster holds: it was created for it, or changed to it since
 * @param cluster what it was created from
 * @param cilium what labctl installed; empty before that
 * @param applied the objects that labctl applied, in order
 * @param verified when labctl last saw that everything is as the lab expects it; empty where it never did, or something was
 *     changed since
 * @param refused why the last objects were not applied; empty where all were
 * @param adopted whether labctl did not create the cluster, but was told to install or apply something there
 * @param preexisting those of the applied objects that labctl did not make: it found them when it applied them
 */
public record LabRecord(
        LabRef lab,
        String nodeImage,
        Created cluster,
        Optional<Cilium> cilium,
        List<ObjectRef> applied,
        Optional<Instant> verified,
        Optional<String> refused,
        boolean adopted,
        Set<ObjectRef> preexisting) {
    public static final ObjectRef REF = ObjectRef.LABCTL_RECORD;

    /**
     * The Cilium that labctl installed.
     *
     * @param values fingerprint of the values
     * @param revision Helm's revision right after: another one means that Cilium was changed without labctl since
     * @param reliesOn fingerprint of the objects that were applied before it, such as definitions that its operator looks for
     *     only when it starts; empty for none
     */
    public record Cilium(String version, String values, int revision, String reliesOn) {
        /** With nothing applied before it. */
        public Cilium(String version, String values, int revision) {
            this(version, values, revision, "");
        }
    }

    /**
     * The configuration that a cluster was created from.
     *
     * @param provider whose configuration it is
     * @param settings a line per setting
     */
    public record Created(ProviderKind provider, Map<String, String> settings) {
        public Created {
            settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        }

        /** The settings of a lab's cluster with their paths; lists count from 0. */
        static Created from(ClusterConfig config) {
            Map<String, String> settings = new TreeMap<>();
            flatten("", config.tree(), settings);
            return new Created(config.provider(), settings);
        }

        private static void flatten(String path, Object value, Map<String, String> settings) {
            if (value instanceof Map<?, ?> map) {
                map.forEach((key, child) -> flatten(path.isEmpty() ? "" + key : path + "." + key, child, settings));
            } else if (value instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) {
                    flatten(path + "[" + i + "]", list.get(i), settings);
                }
            } else {
                settings.put(path, String.valueOf(value).strip());
            }
        }

        /** The key of the settings in the ConfigMap. */
        private static String key(ProviderKind provider) {
            return provider.name().toLowerCase(Locale.ROOT);
        }

        /** The settings as YAML; a text that is none has none, so that the cluster counts as another one. */
        private static Created of(Map<String, String> data) {
            ProviderKind provider = data.containsKey(key(ProviderKind.EKS)) ? ProviderKind.EKS : ProviderKind.KIND;
            String yaml = data.getOrDefault(key(provider), "");
            return new Created(
                    provider,
                    YamlReader.values(yaml).stream()
                            .findFirst()
                            .map(Tree::texts)
                            .orElse(Map.of()));
        }
    }

    public LabRecord {
        applied = List.copyOf(applied);
        Set<ObjectRef> known = Set.copyOf(applied);
        preexisting = preexisting.stream()
                .filter(known::contains)
                .collect(Collectors.collectingAndThen(
                        Collectors.toCollection(LinkedHashSet::new), Collections::unmodifiableSet));
    }

    /** Of a cluster that labctl created. */
    public LabRecord(
            LabRef lab,
            String nodeImage,
            Created cluster,
            Optional<Cilium> cilium,
            List<ObjectRef> applied,
            Optional<Instant> verified) {
        this(lab, nodeImage, cluster, cilium, applied, verified, Optional.empty(), false, Set.of());
    }

    /** The record of a cluster that was just created. */
    public static LabRecord of(ClusterSpec spec) {
        return new LabRecord(
                spec.lab(),
                spec.nodeImage(),
                Created.from(spec.cluster()),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    /** The record of a cluster that labctl did not create, and works on for the first time. */
    public static LabRecord adopting(LabRef lab) {
        return new LabRecord(
                lab,
                "",
                new Created(ProviderKind.KIND, Map.of()),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                true,
                Set.of());
    }

    /** Whether the cluster holds nothing that labctl brought: a record that says so is of no use on an adopted one. */
    public boolean isEmpty() {
        return cilium.isEmpty() && applied.isEmpty();
    }

    /** Whether the lab's manifests were applied, not only what Cilium's agents need. */
    public boolean holds(Lab applicable) {
        return applied.stream().anyMatch(ref -> applicable.beforeAgents().stream()
                .noneMatch(manifest -> manifest.kind().equals(ref.kind())
                        && manifest.name().equals(ref.name())
                        && ref.namespace().equals(manifest.namespace().or(ref::namespace))));
    }

    public LabRecord withLab(LabRef other) {
        return new LabRecord(other, nodeImage, cluster, cilium, applied, verified, refused, adopted, preexisting);
    }

    public LabRecord withCilium(Optional<Cilium> installed) {
        return new LabRecord(lab, nodeImage, cluster, installed, applied, verified, refused, adopted, preexisting);
    }

    public LabRecord withApplied(List<ObjectRef> objects) {
        return new LabRecord(lab, nodeImage, cluster, cilium, objects, verified, refused, adopted, preexisting);
    }

    public LabRecord withVerified(Optional<Instant> seen) {
        return new LabRecord(lab, nodeImage, cluster, cilium, applied, seen, refused, adopted, preexisting);
    }

    public LabRecord withRefused(Optional<String> why) {
        return new LabRecord(lab, nodeImage, cluster, cilium, applied, verified, why, adopted, preexisting);
    }

    /** The same, where labctl found these of the applied objects, and did not make them. */
    public LabRecord withPreexisting(Set<ObjectRef> found) {
        return new LabRecord(lab, nodeImage, cluster, cilium, applied, verified, refused, adopted, found);
    }

    /** The ConfigMap that holds the record. */
    public KubeObject toConfigMap() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("chapter", lab.chapter());
        lab.useCase().ifPresent(useCase -> data.put("useCase", useCase));
        data.put("nodeImage", nodeImage);
        data.put(Created.key(cluster.provider()), YamlWriter.write(new LinkedHashMap<>(cluster.settings())));
        if (adopted) {
            data.put("adopted", "true");
        }
        cilium.ifPresent(installed -> {
            data.put("ciliumVersion", installed.version());
            data.put("ciliumValues", installed.values());
            data.put("ciliumRevision", Integer.toString(installed.revision()));
            if (!installed.reliesOn().isEmpty()) {
                data.put("ciliumReliesOn", installed.reliesOn());
            }
        });
        verified.ifPresent(seen -> data.put("verified", seen.toString()));
        refused.ifPresent(why -> data.put("refused", why));
        data.put("applied", lines(applied));
        if (!preexisting.isEmpty()) {
            data.put("preexisting", lines(preexisting));
        }
        return new KubeObject(new TreeBuilder()
                .put("apiVersion", REF.apiVersion())
                .put("kind", REF.kind())
                .put("metadata.name", REF.name())
                .put("metadata.namespace", REF.namespace().orElseThrow())
                .put("metadata.labels", Map.of("app.kubernetes.io/managed-by", "labctl"))
                .put("data", data)
                .build());
    }

    /** Reads a record back; empty where the ConfigMap is not one. */
    public static Optional<LabRecord> of(KubeObject configMap) {
        Map<String, String> data = configMap.texts("data");
        if (!data.containsKey("chapter") || !data.containsKey("nodeImage")) {
            return Optional.empty();
        }
        LabRef lab = new LabRef(data.get("chapter"), Optional.ofNullable(data.get("useCase")));
        Optional<Cilium> cilium = Optional.ofNullable(data.get("ciliumValues"))
                .map(values -> new Cilium(
                        data.getOrDefault("ciliumVersion", ""),
                        values,
                        revision(data.getOrDefault("ciliumRevision", "")),
                        data.getOrDefault("ciliumReliesOn", "")));
        return Optional.of(new LabRecord(
                lab,
                data.get("nodeImage"),
                Created.of(data),
                cilium,
                refs(data, "applied"),
                Tree.time(data, "verified"),
                Optional.ofNullable(data.get("refused")),
                Boolean.parseBoolean(data.getOrDefault("adopted", "")),
                new LinkedHashSet<>(refs(data, "preexisting"))));
    }

    private static int revision(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    }

    private static List<ObjectRef> refs(Map<String, String> data, String key) {
        return data.getOrDefault(key, "")
                .lines()
                .map(line -> line.split(" ", -1))
                .filter(parts -> parts.length == 4)
                .map(parts -> new ObjectRef(
                        parts[0], parts[1], Optional.of(parts[2]).filter(ns -> !ns.equals("-")), parts[3]))
                .toList();
    }

    private static String lines(Collection<ObjectRef> refs) {
        return refs.stream().map(LabRecord::line).collect(Collectors.joining("\n"));
    }

    private static String line(ObjectRef ref) {
        return String.join(" ", ref.apiVersion(), ref.kind(), ref.namespace().orElse("-"), ref.name());
    }
}
