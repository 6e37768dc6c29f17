package dev.labctl.command.view;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.AddressMap.Block;
import dev.labctl.addresses.AddressMap.NodeMap;
import dev.labctl.addresses.WorkloadState;
import dev.labctl.cluster.Cluster;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.Observation;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.Lab;
import dev.labctl.provider.ClusterState.Managed;
import dev.labctl.provider.LabRecord;
import dev.labctl.report.StatusView;
import dev.labctl.steps.objects.LabObjects;
import dev.labctl.steps.objects.ObjectReadiness;
import dev.labctl.tree.Tree;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where a lab stands, from one look at its cluster. Pure.
 *
 * @param provider what made the cluster, by its name in JSON
 * @param lab what the record says that it holds; empty where its files cannot be read
 */
public record StatusReader(ClusterName cluster, String provider, Managed made, Observation seen, Optional<Lab> lab) {
    private static final ObjectRef AGENTS = ObjectRef.namespaced("apps/v1", "DaemonSet", "kube-system", "cilium");

    /**
     * The status.
     *
     * @param notes what could not be looked at
     * @param limits of the provider
     */
    public StatusView read(List<String> notes, List<String> limits) {
        StatusView.Stage stage = stage();
        AddressMap addresses = AddressMap.of(seen);
        return new StatusView(
                stage,
                "up, with the lab " + record().lab(),
                cluster + ", " + (provider.equals("rehearsal") ? "rehearsed" : "made by " + provider),
                record().lab().toString(),
                seen.kubernetes(),
                Optional.of(cilium()),
                stage == StatusView.Stage.VERIFIED ? record().verified() : Optional.empty(),
                addresses.nodes().stream().map(this::node).toList(),
                addresses.workloads().stream().map(StatusReader::workload).toList(),
                lab.map(found -> LabObjects.readiness(found, Cluster.of(seen)).stream()
                                .map(StatusReader::line)
                                .toList())
                        .filter(lines -> stage.compareTo(StatusView.Stage.APPLIED) >= 0)
                        .orElse(List.of()),
                notes,
                limits,
                next(stage));
    }

    private LabRecord record() {
        return made.record();
    }

    private StatusView.Stage stage() {
        if (record().cilium().isEmpty() || made.cilium().release().isEmpty()) {
            return StatusView.Stage.MADE;
        }
        boolean nothingToApply =
                lab.filter(found -> found.manifests().isEmpty()).isPresent();
        if (record().applied().isEmpty() && !nothingToApply) {
            return StatusView.Stage.INSTALLED;
        }
        return record().verified().isPresent() ? StatusView.Stage.VERIFIED : StatusView.Stage.APPLIED;
    }

    private String next(StatusView.Stage stage) {
        boolean objectMissing = lab.stream()
                .flatMap(found -> found.manifests().stream())
                .anyMatch(manifest -> LabObjects.find(manifest, seen).isEmpty());
        return switch (stage) {
            case MADE -> command("cilium-install", true);
            case INSTALLED -> command("apply", true);
            case APPLIED, VERIFIED -> {
                if (objectMissing) {
                    yield command("apply", true);
                }
                yield stage == StatusView.Stage.VERIFIED ? "" : command("verify", false);
            }
            default -> "";
        };
    }

    private String command(String name, boolean withLab) {
        String useCase =
                record().lab().useCase().map(path -> " --use-case " + path).orElse("");
        return "labctl " + name
                + (withLab ? " " + record().lab().chapter() + useCase : "")
                + (cluster.equals(ClusterName.BOOK) ? "" : " --cluster " + cluster);
    }

    private StatusView.Cilium cilium() {
        Optional<KubeObject> agents = seen.find(AGENTS);
        if (made.cilium().release().isEmpty()) {
            return new StatusView.Cilium("not installed", "", "", 0, 0);
        }
        String version = record().cilium()
                .map(LabRecord.Cilium::version)
                .or(() -> agents.flatMap(StatusReader::imageVersion))
                .orElse("");
        Optional<IpamSettings> settings = IpamSettings.ofConfig(seen.ciliumConfig());
        String text = (version.isEmpty() ? "" : version + ", ")
                + made.cilium().release().get().status()
                + settings.map(found -> ", IPAM " + found.mode() + ", " + found.families())
                        .orElse("");
        return new StatusView.Cilium(
                text,
                version,
                settings.map(IpamSettings::mode).orElse(""),
                (int) agents.map(set -> set.number("status", "numberReady"))
                        .orElse(0L)
                        .longValue(),
                (int) agents.map(set -> set.number("status", "desiredNumberScheduled"))
                        .orElse(0L)
                        .longValue());
    }

    /** Of a Cilium that somebody else installed: {@code quay.io/cilium/cilium:v1.18.2@sha256:…}. */
    private static Optional<String> imageVersion(KubeObject agents) {
        return agents.list("spec", "template", "spec", "containers").stream()
                .flatMap(container -> Tree.text(container, "image").stream())
                .map(image -> image.split("@", -1)[0])
                .filter(image -> image.contains("/cilium:v"))
                .map(image -> image.substring(image.lastIndexOf(":v") + 2))
                .findFirst();
    }

    private StatusView.Node node(NodeMap node) {
        boolean ready = seen.find(ObjectRef.ofCluster("v1", "Node", node.name()))
                .filter(found -> found.conditionTrue("Ready"))
                .isPresent();
        return new StatusView.Node(
                node.name(),
                ready,
                node.blocks().stream().map(this::cidr).toList(),
                Arrays.stream(Family.values())
                        .map(family -> node.blocks().stream()
                                .filter(block -> block.family() == family)
                                .toList())
                        .filter(blocks -> !blocks.isEmpty())
                        .mapToLong(
                                blocks -> blocks.stream().mapToLong(Block::free).sum())
                        .min()
                        .orElse(0),
                node.error());
    }

    private String cidr(Block block) {
        boolean ofSeveral =
                IpamMode.MULTI_POOL.word().equals(seen.ciliumConfig().get("ipam"));
        return ofSeveral
                ? block.cidr() + " (" + block.pool() + ")"
                : block.cidr().toString();
    }

    private static StatusView.Workload workload(WorkloadState state) {
        return new StatusView.Workload(
                state.ref().namespace().orElse("default"),
                state.ref().kind(),
                state.ref().name(),
                state.node(),
                state.system(),
                state.wanted(),
                state.running().size(),
                state.stuck().size());
    }

    private static StatusView.ObjectLine line(ObjectReadiness object) {
        String missing = "";
        if (object.status() instanceof ObjectStatus.InProgress progress) {
            missing = progress.why();
        } else if (object.status() instanceof ObjectStatus.Failed failed) {
            missing = failed.why();
        }
        return new StatusView.ObjectLine(object.object(), missing, object.stuck());
    }
}
