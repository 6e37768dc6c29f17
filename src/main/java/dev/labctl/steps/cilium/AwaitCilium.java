package dev.labctl.steps.cilium;

import dev.labctl.cilium.CiliumReadiness;
import dev.labctl.cilium.CiliumState;
import dev.labctl.failure.Reason;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.lab.ClusterName;
import dev.labctl.provider.Equivalents;
import dev.labctl.steps.Session;
import dev.labctl.steps.Step;
import dev.labctl.steps.StepEnd;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Waits until Cilium is ready for workloads. */
public record AwaitCilium(ClusterName cluster) implements Step {
    @Override
    public String name() {
        return "wait for Cilium";
    }

    @Override
    public StepEnd run(Session session) {
        KubeApi api = session.api();
        boolean atOnce = session.waiting()
                .until("Cilium to be ready", Reason.CILIUM_NOT_READY, () -> status(api, settings(api), session.now()));
        IpamSettings settings = settings(api);
        String detail = "IPAM " + settings.mode() + ", " + settings.familyWords();
        return atOnce ? StepEnd.unchanged(detail) : StepEnd.done(detail);
    }

    private static IpamSettings settings(KubeApi api) {
        return IpamSettings.ofConfig(CiliumState.config(api)).orElse(IpamSettings.UNKNOWN);
    }

    /** Asks for the rest only once agents and operator are there: a server that is starting up has enough to do. */
    private static ObjectStatus status(KubeApi api, IpamSettings settings, Instant now) {
        List<KubeObject> ciliumNodes = api.list("cilium.io/v2", "CiliumNode", Optional.empty(), Map.of());
        CiliumReadiness.Workloads workloads = new CiliumReadiness.Workloads(
                api.get(CiliumState.AGENTS),
                api.get(CiliumState.OPERATOR),
                api.list("v1", "Pod", CiliumState.AGENTS.namespace(), Map.of("app.kubernetes.io/part-of", "cilium")),
                ciliumNodes);
        ObjectStatus rolledOut = CiliumReadiness.rolledOut(workloads, settings, now);
        if (!(rolledOut instanceof ObjectStatus.Current)) {
            return rolledOut;
        }
        List<KubeObject> definitions = CiliumReadiness.definitions(settings).stream()
                .map(name -> ObjectRef.ofCluster("apiextensions.k8s.io/v1", "CustomResourceDefinition", name))
                .flatMap(ref -> api.get(ref).stream())
                .toList();
        return CiliumReadiness.usable(
                api.list("v1", "Node", Optional.empty(), Map.of()), ciliumNodes, definitions, settings);
    }

    @Override
    public List<String> equivalent(Equivalents equivalents) {
        return equivalents.awaitCilium(cluster);
    }
}
