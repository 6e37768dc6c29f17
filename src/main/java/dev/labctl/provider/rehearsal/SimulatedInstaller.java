package dev.labctl.provider.rehearsal;

import dev.labctl.cilium.CiliumDefaults;
import dev.labctl.cilium.CiliumInstaller;
import dev.labctl.cilium.CiliumRequest;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.ipam.CiliumVersion;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.kubernetes.Connection;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.Wait;
import dev.labctl.lab.ClusterName;
import dev.labctl.provider.rehearsal.simulation.SimulatedCluster;
import dev.labctl.time.Operation;
import dev.labctl.tree.Tree;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Installs Cilium on rehearsals as the cilium CLI does it on real clusters. */
public record SimulatedInstaller(RehearsalProvider provider) implements CiliumInstaller {
    private static final ObjectRef SECRETS = ObjectRef.ofCluster("v1", "Namespace", "cilium-secrets");
    private static final Set<String> MODES =
            Set.of(IpamMode.KUBERNETES.word(), IpamMode.CLUSTER_POOL.word(), IpamMode.MULTI_POOL.word());

    @Override
    public void install(CiliumRequest request, Connection target, Operation operation) {
        SimulatedCluster cluster = provider.require(request.cluster(), operation);
        if (cluster.hasCilium()) {
            throw new FailureException(
                    Reason.CILIUM_INSTALL_FAILED,
                    "cannot reuse a name that is still in use: Cilium is installed on " + request.cluster(),
                    "Run the same command again: it checks what is there first.");
        }
        Wait.of(operation)
                .until(
                        "the previous Cilium to be gone",
                        Reason.CILIUM_INSTALL_FAILED,
                        () -> ObjectStatus.currentIf(
                                target.api().get(SECRETS).isEmpty(),
                                "a namespace of the previous Cilium is still being deleted"));
        deploy(cluster, request, target.api());
    }

    @Override
    public void upgrade(CiliumRequest request, Connection target, Operation operation) {
        deploy(provider.require(request.cluster(), operation), request, target.api());
    }

    private void deploy(SimulatedCluster cluster, CiliumRequest request, KubeApi api) {
        Map<String, Object> defaults = cluster.hasInstances()
                ? Map.of()
                : CiliumDefaults.onKind(request.cluster(), request.values().tree(), CiliumDefaults.hasKubeProxy(api));
        Map<String, Object> values = Tree.merge(defaults, request.values().treeFor(request.cluster()));
        IpamSettings settings = IpamSettings.ofValues(values);
        boolean interfaces = settings.is(IpamMode.ENI) && cluster.hasInstances();
        if (!MODES.contains(settings.mode()) && !interfaces) {
            throw new FailureException(
                    Reason.NOT_IN_REHEARSAL,
                    "the IPAM mode " + settings.mode() + " cannot be rehearsed"
                            + (settings.is(IpamMode.ENI) ? " on a cluster whose nodes are no EC2 instances" : ""),
                    "Rehearse a lab with the mode kubernetes, cluster-pool or multi-pool, or run this one for real.");
        }
        cluster.deployCilium(values, request.version());
    }

    /** The simulation has the rules of one version. */
    @Override
    public Optional<String> caveat(CiliumRequest request) {
        return CiliumVersion.read(request.version())
                .flatMap(CiliumVersion::caveat)
                .map(words -> CiliumVersion.REASON + ": " + words);
    }

    @Override
    public void uninstall(ClusterName cluster, Connection target, Operation operation) {
        provider.require(cluster, operation).removeCilium();
    }
}
