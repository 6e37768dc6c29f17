package dev.labctl.command;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.NodeMap;
import dev.labctl.command.planner.Refusals;
import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.OpenCluster;
import dev.labctl.command.session.Target;
import dev.labctl.command.view.ObservationNotes;
import dev.labctl.command.view.PlannedAddresses;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.Observation;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.Nearest;
import dev.labctl.provider.ClusterState.Reachable;
import dev.labctl.report.IpamView;
import dev.labctl.report.Report;
import dev.labctl.report.Result;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Shows where the cluster's addresses are, once or for as long as the reader watches.
 *
 * @param node the one node that is asked for; empty for all of them
 * @param watch observe every two seconds until the deadline, and show each state that differs from the one before
 */
public record IpamCommand(Target target, Optional<String> node, boolean watch) implements ClusterCommand {
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** Kubelet tries again and again with another sandbox, and nothing has changed for the reader. */
    private static final Pattern SANDBOX = Pattern.compile("sandbox \"[0-9a-f]+\"");

    @Override
    public Report run(CommandContext context) {
        Optional<Lab> named = context.labs().named(target);
        try (OpenCluster cluster = OpenCluster.open(context, target)) {
            if (watch) {
                Refusals.ifSimulated(
                        cluster.provider(),
                        "there is nothing to watch: the time of a rehearsal stands still between commands",
                        "`labctl ipam` shows its present state, and `labctl wait` lets its time pass.");
            }
            Reachable here = cluster.readable();
            Refusals.ifNoCilium(cluster.name(), here);
            PlannedAddresses planned = planned(context, cluster, here, named);
            Optional<LabRef> lab = lab().or(here::lab);
            return watch ? watch(context, cluster, planned, lab) : cluster.report(lab, observe(cluster, planned));
        }
    }

    private Report watch(CommandContext context, OpenCluster cluster, PlannedAddresses planned, Optional<LabRef> lab) {
        String before = "";
        while (true) {
            IpamView view = observe(cluster, planned);
            String state = SANDBOX.matcher(view.state().toString()).replaceAll("");
            if (!state.equals(before)) {
                context.display()
                        .replace(cluster.report(lab, view)
                                .withMessage("Unchanged since " + view.when() + "; Ctrl-C ends."));
                before = state;
            }
            if (cluster.deadline().passed() || context.display().closed()) {
                return cluster.report(lab, Result.NONE);
            }
            cluster.session().deadline().pause(PAUSE, "watching");
        }
    }

    private IpamView observe(OpenCluster cluster, PlannedAddresses planned) {
        Observation observation = cluster.observe(List.of());
        AddressMap map = AddressMap.of(observation);
        node.filter(name -> map.node(name).isEmpty()).ifPresent(name -> {
            throw unknown(name, map);
        });
        return new IpamView(
                planned.title(),
                map,
                planned.plan(),
                planned.note(),
                observation.at().truncatedTo(ChronoUnit.SECONDS),
                node,
                ObservationNotes.of(observation));
    }

    private static FailureException unknown(String name, AddressMap map) {
        List<String> names = map.nodes().stream().map(NodeMap::name).toList();
        return new FailureException(
                Reason.USAGE,
                "there is no node " + name,
                Nearest.question(name, names).orElse("`labctl ipam` shows the nodes that there are."));
    }

    /** A lab or file that the reader named must be valid; what the record names may have moved since. */
    private PlannedAddresses planned(CommandContext context, OpenCluster cluster, Reachable here, Optional<Lab> named) {
        try {
            return named.or(() -> here.lab().map(ref -> context.labs().runnable(target, ref)))
                    .map(lab -> PlannedAddresses.of(cluster.name(), lab, here.known()))
                    .orElseGet(() -> PlannedAddresses.unknown(cluster.name(), ""));
        } catch (FailureException e) {
            if (target.values().isPresent()) {
                throw e;
            }
            return PlannedAddresses.unknown(cluster.name(), e.failure().message());
        }
    }
}
