package dev.labctl.steps;

import dev.labctl.provider.CiliumRequest;
import dev.labctl.provider.CiliumState;
import dev.labctl.provider.ClusterObserver;
import dev.labctl.provider.Equivalents;
import dev.labctl.provider.LabRecord;
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
        session.provider().installCilium(request, session.activity());
        return StepEnd.done(request.version());
    }

    @Override
    public List<String> equivalent(Equivalents equivalents) {
        return equivalents.installCilium(request);
    }

    /** What the record says once this request is fulfilled; Helm's revision tells later whether somebody changed it. */
    static Optional<LabRecord.Cilium> recorded(CiliumRequest request, Session session) {
        return ClusterObserver.cilium(session.api())
                .release()
                .filter(CiliumState.Release::deployed)
                .map(release -> new LabRecord.Cilium(request.version(), request.fingerprint(), release.revision()));
    }
}
