package dev.labctl.steps.cilium;

import dev.labctl.cilium.CiliumRequest;
import dev.labctl.cilium.CiliumState;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.provider.Equivalents;
import dev.labctl.provider.LabRecord;
import dev.labctl.steps.LabRecords;
import dev.labctl.steps.Session;
import dev.labctl.steps.Step;
import dev.labctl.steps.StepEnd;
import java.util.List;
import java.util.Optional;

/** Installs Cilium on a cluster that has none. */
public record InstallCilium(CiliumRequest request) implements Step {
    @Override
    public String name() {
        return "install Cilium";
    }

    @Override
    public StepEnd run(Session session) {
        LabRecords.unverified(session.api());
        session.access().cilium().install(request, session.connection(), session.operation());
        record(request, session);
        return StepEnd.done(request.version());
    }

    @Override
    public List<String> equivalent(Equivalents equivalents) {
        return equivalents.installCilium(request);
    }

    /**
     * Notes in the cluster's record what is installed now; Helm's revision shows later whether it was changed since.
     */
    static void record(CiliumRequest request, Session session) {
        KubeApi api = session.api();
        Optional<LabRecord.Cilium> installed = CiliumState.of(api)
                .release()
                .filter(CiliumState.Release::deployed)
                .map(release -> new LabRecord.Cilium(request.version(), request.fingerprint(), release.revision()));
        LabRecords.change(api, record -> record.withLab(request.lab()).withCilium(installed));
    }
}
