package dev.labctl.steps.cilium;

import dev.labctl.cilium.CiliumRequest;
import dev.labctl.cilium.CiliumState;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.ClusterObserver;
import dev.labctl.provider.Equivalents;
import dev.labctl.provider.LabRecord;
import dev.labctl.steps.LabRecords;
import dev.labctl.steps.Session;
import dev.labctl.steps.Step;
import dev.labctl.steps.StepEnd;
import dev.labctl.tree.TreeBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings an installed Cilium to other values, and restarts what reads its configuration only at its start.
 *
 * @param why it is needed, for the reader
 */
public record UpgradeCilium(CiliumRequest request, String why) implements Step {
    private static final List<ObjectRef> READERS = List.of(CiliumState.AGENTS, CiliumState.OPERATOR);

    @Override
    public String name() {
        return "upgrade Cilium";
    }

    @Override
    public StepEnd run(Session session) {
        KubeApi api = session.api();
        Map<String, String> before = CiliumState.config(api);
        boolean read = knownToBeRead(api);
        LabRecords.unverified(api);
        session.access().cilium().upgrade(request, session.connection(), session.operation());
        boolean changed = !read || !CiliumState.config(api).equals(before);
        if (changed) {
            // Helm changes the ConfigMap alone: agents and operator would run on with what they read at their start.
            READERS.forEach(workload -> restart(api, workload, session));
        }
        InstallCilium.record(request, session);
        return StepEnd.done(changed ? why + "; agents and operator restart" : why);
    }

    /**
     * Whether agents and operator run with the configuration that is there. A release that labctl did not record was left
     * by another tool, or by an upgrade that was interrupted before it restarted them.
     */
    private static boolean knownToBeRead(KubeApi api) {
        Optional<Integer> release = CiliumState.of(api).release().map(CiliumState.Release::revision);
        return ClusterObserver.record(api)
                .flatMap(LabRecord::cilium)
                .map(LabRecord.Cilium::revision)
                .equals(release);
    }

    private static void restart(KubeApi api, ObjectRef workload, Session session) {
        String now = session.now().toString();
        Map<String, Object> restarted = new TreeBuilder()
                .put("apiVersion", workload.apiVersion())
                .put("kind", workload.kind())
                .put("metadata.name", workload.name())
                .put("metadata.namespace", workload.namespace().orElseThrow())
                .put("spec.template.metadata.annotations", Map.of("kubectl.kubernetes.io/restartedAt", now))
                .build();
        api.apply(new KubeObject(restarted), true);
    }

    @Override
    public List<String> equivalent(Equivalents equivalents) {
        return equivalents.upgradeCilium(request);
    }
}
