package dev.labctl.command;

import dev.labctl.addresses.AddressMap;
import dev.labctl.cilium.AskedAgents;
import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Node;
import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.OpenCluster;
import dev.labctl.command.session.Target;
import dev.labctl.command.view.ObservationNotes;
import dev.labctl.explain.Explainer;
import dev.labctl.explain.Targets;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import dev.labctl.lab.ClusterSource;
import dev.labctl.lab.LabRef;
import dev.labctl.provider.ClusterState.Reachable;
import dev.labctl.report.ExplainView;
import dev.labctl.report.Report;
import java.util.List;
import java.util.Optional;

/**
 * Explains what is wrong in the cluster; finding something is no failure.
 *
 * @param object kind and name, or a name; empty for everything
 * @param namespace of the object; empty for wherever it is
 */
public record ExplainCommand(Target target, Optional<String> object, Optional<String> namespace)
        implements ClusterCommand {
    @Override
    public Report run(CommandContext context) {
        try (OpenCluster cluster = OpenCluster.open(context, target)) {
            Reachable here = cluster.readable();
            Optional<LabRef> lab = here.lab();
            ClusterIndex index = index(cluster.observe(List.of()), cluster, here);
            Observation observation = index.view().observation();
            Optional<ObjectRef> about = object.map(words -> Targets.find(observation, words, namespace));
            return cluster.report(
                    lab,
                    new ExplainView(
                            about,
                            about.map(ref -> Explainer.about(index, ref)).orElseGet(() -> Explainer.all(index)),
                            observation.gaps().isEmpty(),
                            ObservationNotes.ofWhatWasRead(observation)));
        }
    }

    /** With what agents say of their addresses, where that could explain why they refuse some; a rehearsal has no agents to ask. */
    private ClusterIndex index(Observation seen, OpenCluster cluster, Reachable here) {
        LabFacts facts = cluster.labFacts(here);
        Cluster view = Cluster.of(seen);
        AddressMap addresses = AddressMap.of(view);
        List<Node> suspects = addresses.suspects(view);
        boolean silent = cluster.kind().simulated() || target.source() instanceof ClusterSource.Recorded;
        return suspects.isEmpty() || silent
                ? ClusterIndex.of(view, addresses, facts)
                : ClusterIndex.of(new AskedAgents(cluster.api(), cluster.deadline()).on(seen, suspects), facts);
    }
}
