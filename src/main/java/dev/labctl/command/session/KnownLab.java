package dev.labctl.command.session;

import dev.labctl.command.planner.DesiredState;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.plan.WhatIf;
import dev.labctl.process.ShellWords;
import dev.labctl.provider.ClusterKind;
import dev.labctl.provider.ClusterState.Managed;
import dev.labctl.provider.ClusterState.Reachable;
import dev.labctl.provider.HaltedNodes;
import dev.labctl.provider.LabRecord;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is known of a cluster's lab beside the cluster, for explanations. */
record KnownLab(Labs labs, Target target, ClusterKind kind) {
    LabFacts facts(Reachable here) {
        LabFacts facts = facts(here.lab())
                .refused(here.known().flatMap(LabRecord::refused))
                .halted(here.facts().halted().nodes().stream()
                        .collect(Collectors.toMap(
                                HaltedNodes.Node::name, node -> node.condition().word())));
        return here instanceof Managed
                ? facts
                : facts.elsewhere(kind.commands()
                        .changeCilium(
                                target.cluster(), here.cilium().namespace().name()));
    }

    /** The same of a cluster that labctl created. */
    LabFacts facts(Optional<LabRef> ref) {
        Optional<Lab> lab = ref.flatMap(known -> labs.ifReadable(target, known));
        return LabFacts.of(
                kind.context(target.cluster()).map(context -> context.isEmpty() ? "" : ShellWords.quote(context)),
                kind.commands().loadImage(target.cluster(), "IMAGE"),
                kind.commands().startNodes(List.of("NODES")),
                Target.options(target.cluster(), kind.simulated()),
                lab,
                lab.map(known -> DesiredState.scenario(target.cluster(), known, WhatIf.NOTHING)));
    }
}
