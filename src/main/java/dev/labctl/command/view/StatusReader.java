package dev.labctl.command.view;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.Block;
import dev.labctl.addresses.NodeMap;
import dev.labctl.cilium.CiliumState.Release;
import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Kind;
import dev.labctl.cluster.Node;
import dev.labctl.command.session.Target;
import dev.labctl.failure.Wording;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.kubernetes.CiliumNamespace;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.Observation;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.provider.ClusterState.Managed;
import dev.labctl.provider.ClusterState.Reachable;
import dev.labctl.provider.HaltedNodes;
import dev.labctl.provider.LabRecord;
import dev.labctl.report.LabSwitch;
import dev.labctl.report.Report.Origin;
import dev.labctl.report.StatusView;
import dev.labctl.steps.objects.LabObjects;
import dev.labctl.steps.objects.LabObjects.ObjectReadiness;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The status of a lab, from one observation of its cluster. Pure.
 *
 * @param origin of the cluster
 * @param lab what the record says that it holds; empty where its files cannot be read
 */
public record StatusReader(ClusterName name, Origin origin, Reachable here, Cluster cluster, Optional<Lab> lab) {
    public StatusReader(ClusterName name, Origin origin, Reachable here, Observation observation, Optional<Lab> lab) {
        this(name, origin, here, Cluster.of(observation), lab);
    }

    /**
     * The status.
     *
     * @param notes what could not be observed
     * @param limits of the provider
     * @param change what it takes until the cluster holds the lab; empty where nothing is to be told of it
     */
    public StatusView read(List<String> notes, List<String> limits, Optional<LabSwitch> change) {
        StatusView.Stage stage = stage();
        AddressMap addresses = AddressMap.of(cluster);
        return new StatusView(
                stage,
                here.lab().map(ref -> "up, with the lab " + ref).orElse("up"),
                name + ", " + where(),
                here.lab().map(LabRef::toString).orElse(""),
                cluster.observation().kubernetes(),
                Optional.of(cilium()),
                stage == StatusView.Stage.VERIFIED ? here.known().flatMap(LabRecord::verified) : Optional.empty(),
                addresses.nodes().stream().map(this::node).toList(),
                addresses.workloads(),
                lab.map(found -> LabObjects.readiness(found, cluster).stream()
                                .map(StatusReader::line)
                                .toList())
                        .filter(lines -> stage.compareTo(StatusView.Stage.APPLIED) >= 0)
                        .orElse(List.of()),
                Stream.concat(halt(), damage()).toList(),
                notes,
                limits,
                change,
                change.filter(to -> !here.lab().equals(Optional.of(to.lab())))
                        .map(this::switching)
                        .orElseGet(() -> next(stage)));
    }

    private HaltedNodes halted() {
        return here.facts().halted();
    }

    private Stream<String> halt() {
        return Stream.of(halted())
                .filter(halted -> !halted.isEmpty())
                .map(halted -> Wording.capital(halted.words()) + "; the API server may not know yet.");
    }

    private Stream<String> damage() {
        return here.cilium().damage().stream().map(damage -> "Cilium is damaged: " + damage.words() + ".");
    }

    /** Whether Cilium has to be brought back before anything else. */
    private boolean damaged() {
        return !here.cilium().damage().isEmpty()
                || here.cilium()
                        .release()
                        .filter(release -> !release.deployed())
                        .isPresent();
    }

    /** The lab that the cluster holds, or that the reader named. */
    private Optional<LabRef> ref() {
        return here.lab().or(() -> lab.map(Lab::ref));
    }

    private String where() {
        if (origin.simulated()) {
            return "rehearsed";
        }
        if (name.ofRecording()) {
            return "a " + origin.provider() + " of " + cluster.at().truncatedTo(ChronoUnit.SECONDS);
        }
        return here instanceof Managed ? "created by " + origin.provider() : "not created by labctl";
    }

    private StatusView.Stage stage() {
        if (!here.cilium().installed()) {
            return StatusView.Stage.MADE;
        }
        Optional<LabRecord> record = here.known();
        if (here instanceof Managed && record.flatMap(LabRecord::cilium).isEmpty()) {
            return StatusView.Stage.MADE;
        }
        boolean nothingToApply =
                lab.filter(found -> found.manifests().isEmpty()).isPresent();
        boolean applied = record.filter(
                        known -> lab.map(known::holds).orElse(!known.applied().isEmpty()))
                .isPresent();
        if (!applied && !nothingToApply) {
            return StatusView.Stage.INSTALLED;
        }
        boolean verified = record.flatMap(LabRecord::verified).isPresent();
        return verified && halted().isEmpty() && !damaged() ? StatusView.Stage.VERIFIED : StatusView.Stage.APPLIED;
    }

    /** Nothing where no lab is named: what the cluster is for, only its owner knows. */
    private String next(StatusView.Stage stage) {
        boolean unknown = !here.cilium().installed() && !here.cilium().absent();
        if (ref().isEmpty() || name.ofRecording() || unknown) {
            return "";
        }
        boolean objectMissing = lab.stream()
                .flatMap(found -> found.objects().stream())
                .anyMatch(manifest ->
                        LabObjects.find(manifest, cluster.observation()).isEmpty());
        if (!halted().isEmpty()) {
            return here instanceof Managed
                    ? command("up", true) + (halted().startable() ? "" : " --recreate")
                    : String.join("; ", halted().start());
        }
        if (damaged() && here instanceof Managed) {
            return command("cilium-install", true);
        }
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

    /** To another lab than the one that the cluster holds. */
    private String switching(LabSwitch change) {
        return words(
                "labctl run " + change.lab().arguments(),
                change.verdict() == LabSwitch.Verdict.RECREATE ? "--recreate" : "",
                Target.options(name, origin.simulated()));
    }

    private String command(String command, boolean withLab) {
        return words(
                "labctl " + command,
                withLab ? ref().map(LabRef::arguments).orElse("") : "",
                Target.options(name, false));
    }

    private static String words(String... parts) {
        return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
    }

    private StatusView.Cilium cilium() {
        Optional<KubeObject> agents = cluster.ciliumAgents();
        if (!here.cilium().installed()) {
            return here.cilium().absent() ? StatusView.Cilium.NONE : StatusView.Cilium.UNKNOWN;
        }
        String version = here.known()
                .flatMap(LabRecord::cilium)
                .map(LabRecord.Cilium::version)
                .or(cluster::ciliumVersion)
                .orElse("");
        Optional<IpamSettings> settings =
                IpamSettings.ofConfig(cluster.observation().ciliumConfig());
        String text = (version.isEmpty() ? "" : version + ", ")
                + here.cilium().release().map(Release::status).orElse("installed")
                + inNamespace()
                + settings.map(found -> ", IPAM " + found.mode() + ", " + found.familyWords())
                        .orElse("");
        return new StatusView.Cilium(
                text,
                version,
                settings.map(IpamSettings::mode).orElse(""),
                agents.map(set -> (int) set.number("status", "numberReady")).orElse(0),
                agents.map(set -> (int) Kind.DAEMON_SET.wanted(set)).orElse(0));
    }

    /** Named where it is not the usual one. */
    private String inNamespace() {
        CiliumNamespace namespace = here.cilium().namespace();
        return namespace.equals(CiliumNamespace.DEFAULT) ? "" : " in the namespace " + namespace;
    }

    private StatusView.Node node(NodeMap node) {
        boolean ready = cluster.node(node.name()).filter(Node::isReady).isPresent()
                && halted().of(node.name()).isEmpty();
        return new StatusView.Node(
                node.name(), ready, node.blocks().stream().map(this::cidr).toList(), node.freeForPods(), node.error());
    }

    private String cidr(Block block) {
        return cluster.ipam().is(IpamMode.MULTI_POOL)
                ? block.known() + " (" + block.pool() + ")"
                : block.known().toString();
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
