package dev.labctl.steps.cilium;

import dev.labctl.cilium.CiliumState;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.lab.ClusterName;
import dev.labctl.provider.Equivalents;
import dev.labctl.steps.LabRecords;
import dev.labctl.steps.Session;
import dev.labctl.steps.Step;
import dev.labctl.steps.StepEnd;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Removes Cilium and waits until what goes slowly is gone: an install right after would fail half-way.
 *
 * @param why it goes, for the reader; may be empty
 */
public record UninstallCilium(ClusterName cluster, String why) implements Step {
    private static final ObjectRef SECRETS = ObjectRef.ofCluster("v1", "Namespace", "cilium-secrets");

    @Override
    public String name() {
        return "uninstall Cilium";
    }

    @Override
    public StepEnd run(Session session) {
        KubeApi api = session.api();
        LabRecords.unverified(api);
        session.access().cilium().uninstall(cluster, session.connection(), session.operation());
        session.waiting()
                .until(
                        "Cilium to be gone",
                        Reason.CILIUM_UNINSTALL_FAILED,
                        () -> ObjectStatus.currentUnless(Stream.of(CiliumState.AGENTS, SECRETS)
                                .filter(ref -> api.get(ref).isPresent())
                                .findFirst()
                                .map(left -> left + " is still there")));
        LabRecords.change(api, record -> record.withCilium(Optional.empty()));
        return StepEnd.done(why);
    }

    @Override
    public List<String> equivalent(Equivalents equivalents) {
        return equivalents.uninstallCilium(cluster);
    }
}
