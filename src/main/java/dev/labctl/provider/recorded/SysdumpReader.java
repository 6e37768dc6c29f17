package dev.labctl.provider.recorded;

import dev.labctl.cluster.AgentStatus;
import dev.labctl.cluster.Node;
import dev.labctl.cluster.Owners;
import dev.labctl.failure.Wording;
import dev.labctl.ipam.IpamMode;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.Observation.Gap;
import dev.labctl.provider.recorded.Archive.Entry;
import dev.labctl.provider.recorded.SysdumpFiles.AgentFiles;
import dev.labctl.tree.Tree;
import dev.labctl.yaml.ObjectStream;
import dev.labctl.yaml.ObjectStream.Objects;
import dev.labctl.yaml.YamlFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a sysdump of the cilium CLI: the files that are needed, whatever else there is. */
final class SysdumpReader {
    /**
     * A file with objects of a kind.
     *
     * @param all whether it has all that the cluster has
     */
    private record KindFile(String name, String apiVersion, String kind, boolean all) {}

    private static final KindFile LEASES = new KindFile("k8s-leases", "coordination.k8s.io/v1", "Lease", true);

    private static final List<KindFile> FILES = List.of(
            new KindFile("k8s-nodes", "v1", "Node", true),
            new KindFile("k8s-namespaces", "v1", "Namespace", true),
            new KindFile("k8s-pods", "v1", "Pod", true),
            new KindFile("k8s-services", "v1", "Service", true),
            new KindFile("k8s-events", "v1", "Event", true),
            new KindFile("ciliumnodes", "cilium.io/v2", "CiliumNode", true),
            new KindFile("ciliumnodeconfigs", "cilium.io/v2", "CiliumNodeConfig", true),
            new KindFile("ciliumpodippools", "cilium.io/v2alpha1", "CiliumPodIPPool", true),
            new KindFile("cilium-configmap", "v1", "ConfigMap", true),
            new KindFile("cilium-daemonset", "apps/v1", "DaemonSet", false),
            new KindFile("cilium-envoy-daemonset", "apps/v1", "DaemonSet", false),
            new KindFile("cilium-operator-deployment", "apps/v1", "Deployment", false),
            new KindFile("hubble-relay-deployment", "apps/v1", "Deployment", false),
            new KindFile("hubble-ui-deployment", "apps/v1", "Deployment", false),
            new KindFile("clustermesh-apiserver-deployment", "apps/v1", "Deployment", false));

    private static final String OWNERS =
            "A sysdump has no Deployments, ReplicaSets, DaemonSets, StatefulSets and Jobs but"
                    + " Cilium's own. The others are known by the pods that they own, and taken to want as many as they have.";

    private static final Pattern VERSION = Pattern.compile("GitVersion:\"(v[^\"]+)\"");

    /** Several times as many as 10,000 pods have with all of their events. */
    private static final long MAX_VALUES = 20_000_000;

    private final SysdumpFiles files;
    private final Map<String, List<KubeObject>> objects = new LinkedHashMap<>();
    private final Map<String, String> gaps = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    private SysdumpReader(SysdumpFiles files) {
        this.files = files;
    }

    static Recording read(SysdumpFiles files) {
        return new SysdumpReader(files).read();
    }

    private Recording read() {
        CollectionTime time = time();
        // The lists of pods and of events take about as long as all others together.
        Map<KindFile, Optional<Objects>> read = FILES.parallelStream()
                .collect(Collectors.toMap(
                        file -> file, file -> files.find(file.name(), ".yaml").map(this::read)));
        FILES.forEach(file -> add(file, read.get(file)));
        // Nothing depends on pools in other modes, and older versions of Cilium do not have them.
        if (!ipamMode().equals(IpamMode.MULTI_POOL.word())) {
            gaps.keySet().removeAll(List.of("CiliumPodIPPool", "CiliumNodeConfig"));
        }
        addAgents();
        List<KubeObject> all = new ArrayList<>();
        objects.values().forEach(all::addAll);
        List<KubeObject> owners = Owners.missing(all);
        if (!owners.isEmpty()) {
            notes.add(OWNERS);
            all.addAll(owners);
        }
        return new Recording(
                "sysdump",
                time.at(),
                version(),
                all,
                gaps.entrySet().stream()
                        .map(gap -> new Gap(gap.getKey(), gap.getValue()))
                        .toList(),
                false,
                List.copyOf(notes));
    }

    private CollectionTime time() {
        List<Map<String, Object>> leases = files.find(LEASES.name(), ".yaml")
                .map(entry -> read(entry).objects())
                .orElse(List.of());
        CollectionTime time = CollectionTime.of(files.stamp(), leases)
                .orElseThrow(() -> Archive.invalid(
                        "the names of the sysdump's files have no valid time: " + files.stamp(),
                        "Give them the names that the cilium CLI gave them."));
        if (!time.zoneKnown()) {
            notes.add("The sysdump has no leases, which would tell its time zone: its time is taken to be UTC.");
        }
        return time;
    }

    private String ipamMode() {
        return objects.getOrDefault("ConfigMap", List.of()).stream()
                .flatMap(config -> config.text("data", "ipam").stream())
                .findFirst()
                .orElse("");
    }

    private String version() {
        return files.find("k8s-version", ".txt")
                .map(files.archive()::text)
                .map(VERSION::matcher)
                .filter(Matcher::find)
                .map(match -> match.group(1))
                .orElse("");
    }

    private void add(KindFile file, Optional<Objects> found) {
        String name = file.name() + "-" + files.stamp() + ".yaml";
        if (found.isEmpty()) {
            if (file.all()) {
                gaps.put(file.kind(), "the sysdump has no file " + name);
            }
            return;
        }
        Objects read = found.get();
        read.defect().ifPresent(defect -> gaps.put(file.kind(), name + ": " + defect));
        List<KubeObject> of = objects.computeIfAbsent(file.kind(), kind -> new ArrayList<>());
        read.objects().stream()
                .filter(tree -> Tree.text(tree, "metadata", "name").isPresent())
                .forEach(tree -> {
                    // The items of a list come without these two, and a file has one kind alone.
                    tree.put("apiVersion", file.apiVersion());
                    tree.put("kind", file.kind());
                    of.add(new KubeObject(tree));
                });
    }

    private Objects read(Entry entry) {
        try (InputStream in = files.archive().open(entry)) {
            return ObjectStream.read(in, MAX_VALUES);
        } catch (IOException e) {
            return new Objects(List.of(), Optional.of(YamlFile.reason(e)), 0);
        }
    }

    /** Adds to each CiliumNode what the node's agent says of its addresses. */
    private void addAgents() {
        List<AgentFiles> agents = files.agents();
        Map<String, String> nodes =
                nodesOf(agents.stream().map(AgentFiles::agent).toList());
        Map<String, Map<String, Object>> statuses = new HashMap<>();
        for (AgentFiles agent : agents) {
            AgentStatus status = AgentStatus.read(agent.agent(), files.archive().text(agent.status()));
            Optional<Set<String>> endpoints = agent.endpoints()
                    .map(files.archive()::text)
                    .map(AgentStatus::endpoints)
                    .filter(found -> !found.isEmpty());
            if (!status.isEmpty()) {
                statuses.put(
                        Optional.ofNullable(nodes.get(agent.agent()))
                                .or(() -> agent.hostname()
                                        .map(files.archive()::text)
                                        .map(String::strip))
                                .orElse(""),
                        status.tree(endpoints));
            }
        }
        List<String> without = new ArrayList<>();
        for (KubeObject node : objects.getOrDefault("CiliumNode", List.of())) {
            Map<String, Object> status = statuses.getOrDefault(node.name(), Map.of());
            node.tree().put(Node.AGENT_STATUS, status);
            if (status.isEmpty()) {
                without.add(node.name());
            }
        }
        if (!without.isEmpty()) {
            notes.add("The sysdump has no status of the " + (without.size() == 1 ? "agent" : "agents") + " on "
                    + Wording.names(without)
                    + ": addresses that are held for pods that no longer exist can only be inferred there.");
        }
    }

    private Map<String, String> nodesOf(List<String> agents) {
        Set<String> names = Set.copyOf(agents);
        Map<String, String> nodes = new HashMap<>();
        objects.getOrDefault("Pod", List.of()).stream()
                .filter(pod -> names.contains(pod.name()))
                .forEach(pod -> pod.text("spec", "nodeName").ifPresent(node -> nodes.put(pod.name(), node)));
        return nodes;
    }
}
