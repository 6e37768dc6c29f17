package dev.labctl.command;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.AddressMap.NodeMap;
import dev.labctl.addresses.StuckPod;
import dev.labctl.command.Workbench.Work;
import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.Observation;
import dev.labctl.kubernetes.Observer;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.Nearest;
import dev.labctl.plan.AddressPlan;
import dev.labctl.plan.Predictor;
import dev.labctl.plan.Scenario;
import dev.labctl.plan.WhatIf;
import dev.labctl.provider.CiliumRequest;
import dev.labctl.provider.ClusterState.Managed;
import dev.labctl.provider.LabRecord;
import dev.labctl.report.IpamView;
import dev.labctl.report.Report;
import dev.labctl.report.Result;
import dev.labctl.steps.Plan;
import dev.labctl.steps.Session;
import dev.labctl.time.Deadline;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The command that shows where a cluster's addresses are, once or for as long as its reader watches. */
public final class AddressLooks {
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** Kubelet tries again and again with another one, and nothing has changed for the reader. */
    private static final Pattern SANDBOX = Pattern.compile("sandbox \"[0-9a-f]+\"");

    private final Workbench bench;

    AddressLooks(Workbench bench) {
        this.bench = bench;
    }

    /** What is known of the lab beside what the cluster says. */
    private record Lore(String title, Optional<AddressPlan> plan, String note) {}

    /**
     * One look.
     *
     * @param node the one node that is asked for; empty for all of them
     */
    public Report ipam(Request request, Optional<String> node) {
        return bench.run(request, session -> {
            Managed made = made(request, session);
            LabRef ref = request.lab().orElse(made.record().lab());
            Lore lore = lore(request, ref, made.record());
            return new Work(Optional.of(ref), Plan.of(), open -> look(open, open.api(), lore, node), "");
        });
    }

    /**
     * A look every two seconds until the deadline, each shown that differs from the one before.
     *
     * @param node see {@link #ipam}
     */
    public Report watch(Request request, Optional<String> node) {
        return bench.run(request, session -> {
            if (!session.provider().usesMachine()) {
                throw Failure.of(
                                Reason.NOT_IN_REHEARSAL,
                                "there is nothing to watch: the time of a rehearsal stands still between commands",
                                "`labctl ipam` shows it as it stands, and `labctl wait` lets its time pass.")
                        .asException();
            }
            Managed made = made(request, session);
            LabRef ref = request.lab().orElse(made.record().lab());
            Lore lore = lore(request, ref, made.record());
            return new Work(Optional.of(ref), Plan.of(), open -> watch(request, ref, open, lore, node), "");
        });
    }

    private Result watch(Request request, LabRef ref, Session session, Lore lore, Optional<String> node) {
        KubeApi api = session.api();
        Deadline deadline = session.deadline();
        String before = "";
        while (true) {
            IpamView view = look(session, api, lore, node);
            String state = SANDBOX.matcher(view.state().toString()).replaceAll("");
            if (!state.equals(before)) {
                String message = "As it is since " + view.when() + "; Ctrl-C ends.";
                bench.display()
                        .replace(request.report(Optional.of(ref), session.provider(), view)
                                .withMessage(message));
                before = state;
            }
            if (deadline.passed() || bench.display().closed()) {
                return Result.NONE;
            }
            session.activity().pause(PAUSE, "watching");
        }
    }

    private static Managed made(Request request, Session session) {
        Managed made =
                Planner.made(request.cluster(), session.provider().inspect(request.cluster(), session.activity()));
        if (made.cilium().release().isEmpty()) {
            throw Failure.of(
                            Reason.CILIUM_MISSING,
                            "there is no Cilium on " + request.cluster() + ", so its pods have no addresses",
                            "Install it: `labctl cilium-install "
                                    + made.record().lab().chapter()
                                    + made.record()
                                            .lab()
                                            .useCase()
                                            .map(useCase -> " --use-case " + useCase)
                                            .orElse("")
                                    + "`.")
                    .asException();
        }
        return made;
    }

    private static IpamView look(Session session, KubeApi api, Lore lore, Optional<String> node) {
        Observation seen = Observer.look(api, session.deadline().time().now(), List.of());
        AddressMap map = AddressMap.of(seen);
        node.filter(name -> map.node(name).isEmpty()).ifPresent(name -> {
            throw unknown(name, map);
        });
        return new IpamView(
                lore.title(),
                map,
                StuckPod.of(seen, map.workloads()),
                lore.plan(),
                lore.note(),
                seen.at().truncatedTo(ChronoUnit.SECONDS),
                node);
    }

    private static FailureException unknown(String name, AddressMap map) {
        List<String> names = map.nodes().stream().map(NodeMap::name).toList();
        List<String> nearest = Nearest.to(name, names);
        return Failure.of(
                        Reason.USAGE,
                        "there is no node " + name,
                        nearest.isEmpty()
                                ? "`labctl ipam` shows the nodes that there are."
                                : "Did you mean " + String.join(" or ", nearest) + "?")
                .asException();
    }

    /** A lab that somebody named must be there; one that the record names may have been moved since. */
    private Lore lore(Request request, LabRef ref, LabRecord record) {
        try {
            Lab lab = bench.kindLab(request, ref);
            Scenario scenario =
                    Scenario.of(lab, request.cluster(), LabViews.defaults(lab, request.cluster()), WhatIf.NOTHING);
            return new Lore(
                    lab.description().title(),
                    Optional.of(Predictor.predict(scenario)),
                    installed(request, lab, record) ? "" : "Cilium was installed with other values than these.");
        } catch (FailureException e) {
            if (request.lab().isPresent() || request.values().isPresent()) {
                throw e;
            }
            return new Lore(
                    "Cluster " + request.cluster(),
                    Optional.empty(),
                    e.failure().message());
        }
    }

    private static boolean installed(Request request, Lab lab, LabRecord record) {
        return record.cilium()
                .filter(cilium -> !cilium.values()
                        .equals(new CiliumRequest(request.cluster(), lab.ref(), cilium.version(), lab.values())
                                .fingerprint()))
                .isEmpty();
    }
}
