package dev.labctl.steps;

import dev.labctl.ipam.IpamSettings;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.LogRange;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.LabState;
import dev.labctl.provider.CiliumState;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.ClusterState.Made;
import dev.labctl.provider.LabRecord;
import dev.labctl.steps.Workbench.Work;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands that look into a cluster and change nothing. */
public final class Looks {
    private static final String SYSTEM = "kube-system";

    private final Workbench bench;

    Looks(Workbench bench) {
        this.bench = bench;
    }

    /** A cluster that is not there, or not labctl's, is a state like others: looking at it is no failure. */
    public Report status(Request request) {
        return bench.run(request, session -> {
            ClusterState state = session.provider().inspect(request.cluster(), session.activity());
            Optional<LabRef> ref = state instanceof Made made
                    ? Optional.of(request.lab().orElse(made.record().lab()))
                    : request.lab();
            return new Work(ref, Plan.of(), open -> view(request, open, state), "");
        });
    }

    private StatusView view(Request request, Session session, ClusterState state) {
        if (state instanceof Made made) {
            return made(request, session, made);
        }
        if (state instanceof ClusterState.Absent) {
            return StatusView.of("there is no cluster " + request.cluster(), "labctl up CHAPTER --use-case USE_CASE");
        }
        if (state instanceof ClusterState.Busy busy) {
            return StatusView.of(busy.who(), "");
        }
        if (state instanceof ClusterState.Silent silent) {
            boolean stopped = !silent.stopped().isEmpty();
            return StatusView.of(
                    stopped ? "the nodes are stopped" : "the API server does not answer: " + silent.why(),
                    stopped ? "docker start " + String.join(" ", silent.stopped()) : "");
        }
        if (state instanceof ClusterState.HalfMade half) {
            return StatusView.of("half made: " + half.why(), "labctl up CHAPTER --use-case USE_CASE");
        }
        return StatusView.of("there, but without a record of labctl's", "");
    }

    private StatusView made(Request request, Session session, Made made) {
        LabRecord record = made.record();
        KubeApi api = session.api();
        List<StatusView.ObjectLine> objects = new ArrayList<>();
        if (!record.applied().isEmpty()) {
            Lab lab = bench.kindLab(request, request.lab().orElse(record.lab()));
            LabObjects.look(lab, api, session.deadline().time()).forEach(standing -> objects.add(line(standing)));
        }
        return new StatusView(
                "up, with the lab " + record.lab(),
                made.facts().kubernetes(),
                cilium(made.cilium(), record),
                nodes(api),
                objects,
                session.provider().limits(),
                next(made));
    }

    private static StatusView.ObjectLine line(LabObjects.Standing standing) {
        String missing = "";
        if (standing.status() instanceof ObjectStatus.InProgress progress) {
            missing = progress.why();
        } else if (standing.status() instanceof ObjectStatus.Failed failed) {
            missing = failed.why();
        }
        String expected = standing.stuck() == 0 ? "" : " (" + standing.stuck() + " pods stuck, as the lab expects)";
        return new StatusView.ObjectLine(standing.object() + expected, missing);
    }

    private static String cilium(CiliumState state, LabRecord record) {
        if (state.release().isEmpty()) {
            return "not installed";
        }
        String version = record.cilium().map(cilium -> cilium.version() + ", ").orElse("");
        String settings = state.settings()
                .map((IpamSettings found) -> ", IPAM " + found.mode() + ", " + found.families())
                .orElse("");
        return version + state.release().get().status() + settings;
    }

    private static List<StatusView.Node> nodes(KubeApi api) {
        Map<String, List<String>> cidrs = new java.util.HashMap<>();
        api.list("cilium.io/v2", "CiliumNode", Optional.empty(), Map.of())
                .forEach(node -> cidrs.put(node.name(), podCidrs(node)));
        return api.list("v1", "Node", Optional.empty(), Map.of()).stream()
                .sorted(Comparator.comparing(KubeObject::name))
                .map(node -> new StatusView.Node(
                        node.name(), node.conditionTrue("Ready"), cidrs.getOrDefault(node.name(), List.of())))
                .toList();
    }

    private static List<String> podCidrs(KubeObject ciliumNode) {
        List<String> cidrs = new ArrayList<>();
        ciliumNode.list("spec", "ipam", "podCIDRs").forEach(cidr -> cidrs.add(String.valueOf(cidr)));
        for (Object pool : ciliumNode.list("spec", "ipam", "pools", "allocated")) {
            String name = Tree.text(pool, "pool").orElse("");
            Tree.list(pool, "cidrs").forEach(cidr -> cidrs.add(cidr + " (" + name + ")"));
        }
        return cidrs;
    }

    private static String next(Made made) {
        LabRecord record = made.record();
        String lab = record.lab().chapter()
                + record.lab()
                        .useCase()
                        .map(useCase -> " --use-case " + useCase)
                        .orElse("");
        if (record.cilium().isEmpty()) {
            return "labctl cilium-install " + lab;
        }
        return record.applied().isEmpty() ? "labctl apply " + lab : "";
    }

    /**
     * Whether what the book says is so.
     *
     * @param state that the lab is to be in
     */
    public Report verify(Request request, LabState state) {
        Report report = bench.run(request, session -> {
            Made made =
                    Planner.made(request.cluster(), session.provider().inspect(request.cluster(), session.activity()));
            LabRef ref = request.lab().orElse(made.record().lab());
            Step verify = Verify.of(bench.kindLab(request, ref), state, request.timeout());
            return Work.of(Optional.of(ref), Plan.of(verify), "");
        });
        return report.failure().isEmpty() && report.result() instanceof VerifyView view
                ? report.withMessage(report.lab().orElseThrow() + ": " + view.summary())
                : report;
    }

    /**
     * The newest lines of the agents and of the operator, merged by time.
     *
     * @param lines of each container
     */
    public Report logs(Request request, int lines) {
        return bench.run(request, session -> {
            Made made =
                    Planner.made(request.cluster(), session.provider().inspect(request.cluster(), session.activity()));
            return new Work(Optional.of(made.record().lab()), Plan.of(), open -> logs(open.api(), lines), "");
        });
    }

    private static LogView logs(KubeApi api, int lines) {
        List<LogView.Line> all = new ArrayList<>();
        for (KubeObject pod :
                api.list("v1", "Pod", Optional.of(SYSTEM), Map.of("app.kubernetes.io/part-of", "cilium"))) {
            String container = pod.labels().containsKey("io.cilium/app") ? "cilium-operator" : "cilium-agent";
            boolean has = pod.list("spec", "containers").stream()
                    .anyMatch(one ->
                            Tree.text(one, "name").filter(container::equals).isPresent());
            if (has && pod.text("status", "phase").filter("Running"::equals).isPresent()) {
                api.logs(SYSTEM, pod.name(), container, LogRange.newest(lines))
                        .forEach(text -> all.add(new LogView.Line(pod.name(), text)));
            }
        }
        all.sort(Comparator.comparing(LogView.Line::text));
        return new LogView(all);
    }
}
