package dev.labctl.explain.causes;

import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.ipam.CiliumVersion;
import java.util.Optional;

/** The cluster's Cilium is of another version than the one whose rules and texts explanations follow. No trouble by itself. */
public record VersionRules(String caveat) implements Cause {
    /** The cause, for a cluster with such a Cilium. */
    public static Optional<Cause> of(ClusterIndex cluster) {
        return cluster.view()
                .ciliumVersion()
                .flatMap(CiliumVersion::read)
                .flatMap(CiliumVersion::caveat)
                .map(VersionRules::new);
    }

    @Override
    public void explain(ExplanationBuilder it) {
        it.note(CiliumVersion.REASON)
                .symptom("labctl does not know all rules of this version of Cilium.")
                .cause(caveat)
                .evidence(it.first().ref() + ": version "
                        + it.view().ciliumVersion().orElse(""));
    }
}
