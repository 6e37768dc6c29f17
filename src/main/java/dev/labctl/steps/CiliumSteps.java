package dev.labctl.steps;

import dev.labctl.cilium.CiliumReadiness;
import dev.labctl.cilium.CiliumRequest;
import dev.labctl.cilium.CiliumState;
import dev.labctl.cilium.EniTrouble;
import dev.labctl.cilium.StarvedAgents;
import dev.labctl.failure.Reason;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.ipam.MultiPoolSettings;
import dev.labctl.kubernetes.CiliumNamespace;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.ObjectStatus.Failed;
import dev.labctl.lab.ClusterName;
import dev.labctl.provider.ClusterObserver;
import dev.labctl.provider.Equivalents;
import dev.labctl.provider.LabRecord;
import dev.labctl.tree.TreeBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Steps that install, upgrade and uninstall Cilium, and wait until it is ready. */
public final class CiliumSteps {
    private CiliumSteps() {}

    /** Installs Cilium on a cluster that has none. */
    public record InstallCilium(CiliumRequest request) implements Step {
        @Override
        public String name() {
            return "install Cilium";
        }

        @Override
        public boolean changesCluster() {
            return true;
        }

        @Override
        public StepEnd run(Session session) {
            LabRecords.unverified(session.api());
            session.access().cilium().install(request, session.connection(), session.operation());
            record(request, session);
            return StepEnd.done(withCaveat(request.version(), request, session));
        }

        @Override
        public List<String> equivalent(Equivalents equivalents) {
            return equivalents.installCilium(request);
        }
    }

    private static String withCaveat(String detail, CiliumRequest request, Session session) {
        return Stream.concat(Stream.of(detail), session.access().cilium().caveat(request).stream())
                .collect(Collectors.joining("; "));
    }

    /** Notes in the cluster's record what is installed now; Helm's revision shows later whether it was changed since. */
    private static void record(CiliumRequest request, Session session) {
        KubeApi api = session.api();
        Optional<LabRecord.Cilium> installed = CiliumState.of(api)
                .release()
                .filter(CiliumState.Release::deployed)
                .map(release -> new LabRecord.Cilium(
                        request.version(), request.fingerprint(), release.revision(), request.reliesOn()));
        LabRecords.begin(
                api, request.lab(), record -> record.withLab(request.lab()).withCilium(installed));
    }

    /**
     * Brings an installed Cilium to other values, and restarts what reads its configuration only at its start.
     *
     * @param why it is needed, for the reader
     */
    public record UpgradeCilium(CiliumRequest request, String why) implements Step {
        @Override
        public String name() {
            return "upgrade Cilium";
        }

        @Override
        public boolean changesCluster() {
            return true;
        }

        @Override
        public StepEnd run(Session session) {
            KubeApi api = session.api();
            Map<String, String> before = CiliumState.config(api);
            boolean read = knownToBeRead(api, request.reliesOn());
            LabRecords.unverified(api);
            session.access().cilium().upgrade(request, session.connection(), session.operation());
            boolean changed = !read || !CiliumState.config(api).equals(before);
            if (changed) {
                // Helm changes the ConfigMap alone: agents and operator would run on with what they read at their
                // start.
                restart(session);
            }
            record(request, session);
            return StepEnd.done(withCaveat(changed ? why + "; agents and operator restart" : why, request, session));
        }

        /**
         * Whether agents and operator run with the configuration that is there, and found at their start what they look for. A
         * release that labctl did not record was left by another tool, or by an upgrade that was interrupted before it restarted
         * them.
         */
        private static boolean knownToBeRead(KubeApi api, String reliesOn) {
            Optional<Integer> release = CiliumState.of(api).release().map(CiliumState.Release::revision);
            return ClusterObserver.record(api)
                    .flatMap(LabRecord::cilium)
                    .filter(cilium -> cilium.reliesOn().equals(reliesOn))
                    .map(LabRecord.Cilium::revision)
                    .equals(release);
        }

        @Override
        public List<String> equivalent(Equivalents equivalents) {
            return equivalents.upgradeCilium(request);
        }
    }

    /**
     * Restarts agents and operator, which learn the addresses of the nodes when they start.
     *
     * @param why it is needed, for the reader
     */
    public record RestartCilium(ClusterName cluster, String why) implements Step {
        @Override
        public String name() {
            return "restart Cilium";
        }

        @Override
        public boolean changesCluster() {
            return true;
        }

        @Override
        public StepEnd run(Session session) {
            restart(session);
            return StepEnd.done(why);
        }

        @Override
        public List<String> equivalent(Equivalents equivalents) {
            return List.of(equivalents.restartCilium(cluster));
        }
    }

    private static void restart(Session session) {
        KubeApi api = session.api();
        CiliumNamespace place = CiliumNamespace.of(api);
        for (ObjectRef workload : List.of(place.agents(), place.operator())) {
            Map<String, Object> restarted = new TreeBuilder()
                    .put("apiVersion", workload.apiVersion())
                    .put("kind", workload.kind())
                    .put("metadata.name", workload.name())
                    .put("metadata.namespace", workload.namespace().orElseThrow())
                    .put(
                            "spec.template.metadata.annotations",
                            Map.of(
                                    "kubectl.kubernetes.io/restartedAt",
                                    session.now().toString()))
                    .build();
            api.apply(new KubeObject(restarted), true);
        }
    }

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
        public boolean changesCluster() {
            return true;
        }

        @Override
        public StepEnd run(Session session) {
            KubeApi api = session.api();
            LabRecords.unverified(api);
            ObjectRef agents = CiliumNamespace.of(api).agents();
            session.access().cilium().uninstall(cluster, session.connection(), session.operation());
            session.waiting()
                    .until(
                            "Cilium to be gone",
                            Reason.CILIUM_UNINSTALL_FAILED,
                            () -> ObjectStatus.currentUnless(Stream.of(agents, SECRETS)
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

    /** Waits until Cilium is ready for workloads. */
    public record AwaitCilium(ClusterName cluster) implements Step {
        @Override
        public String name() {
            return "wait for Cilium";
        }

        @Override
        public boolean changesCluster() {
            return false;
        }

        @Override
        public StepEnd run(Session session) {
            KubeApi api = session.api();
            Instant begun = session.now();
            boolean atOnce = session.waiting()
                    .until(
                            "Cilium to be ready",
                            Reason.CILIUM_NOT_READY,
                            () -> statusOrTrouble(api, settings(api), begun, session.now()));
            IpamSettings settings = settings(api);
            String detail = "IPAM " + settings.mode() + ", " + settings.familyWords();
            return atOnce ? StepEnd.unchanged(detail) : StepEnd.done(detail);
        }

        private static IpamSettings settings(KubeApi api) {
            return IpamSettings.ofConfig(CiliumState.config(api)).orElse(IpamSettings.UNKNOWN);
        }

        /** Some trouble that does not pass by itself shows elsewhere than in what is not ready. */
        private static ObjectStatus statusOrTrouble(KubeApi api, IpamSettings settings, Instant begun, Instant now) {
            ObjectStatus status = status(api, settings, now);
            if (!(status instanceof ObjectStatus.InProgress)) {
                return status;
            }
            if (settings.is(IpamMode.KUBERNETES)) {
                List<KubeObject> nodes = api.list("v1", "Node", Optional.empty(), Map.of());
                return CiliumReadiness.withoutCidr(nodes, settings, now).orElse(status);
            }
            CiliumNamespace place = CiliumNamespace.of(api);
            List<KubeObject> operators =
                    api.list("v1", "Pod", Optional.of(place.name()), Map.of("io.cilium/app", "operator"));
            if (settings.is(IpamMode.MULTI_POOL)) {
                boolean stands = api.get(place.operator())
                        .filter(operator -> CiliumReadiness.operatorStands(operator, operators, now))
                        .isPresent();
                return stands
                        ? starved(api, settings).<ObjectStatus>map(Failed::new).orElse(status)
                        : status;
            }
            return settings.is(IpamMode.ENI) ? trouble(api, operators, begun).orElse(status) : status;
        }

        private static Optional<String> starved(KubeApi api, IpamSettings settings) {
            return MultiPoolSettings.ofConfig(CiliumState.config(api)).value().flatMap(multiPool -> new StarvedAgents(
                            multiPool,
                            settings.families(),
                            api.list("cilium.io/v2alpha1", "CiliumPodIPPool", Optional.empty(), Map.of()),
                            api.list("cilium.io/v2", "CiliumNode", Optional.empty(), Map.of()))
                    .first());
        }

        /** The operator's log tells of it in mode eni, where the CiliumNodes do not. */
        private static Optional<ObjectStatus> trouble(KubeApi api, List<KubeObject> operators, Instant begun) {
            return EniTrouble.of(api, operators, begun)
                    .map(trouble -> new Failed(Optional.of(trouble.reason()), trouble.words()));
        }

        /** Asks for the rest only once agents and operator are there: a server that is starting up has enough to do. */
        private static ObjectStatus status(KubeApi api, IpamSettings settings, Instant now) {
            CiliumNamespace place = CiliumNamespace.of(api);
            List<KubeObject> ciliumNodes = api.list("cilium.io/v2", "CiliumNode", Optional.empty(), Map.of());
            CiliumReadiness.Workloads workloads = new CiliumReadiness.Workloads(
                    api.get(place.agents()),
                    api.get(place.operator()),
                    api.list("v1", "Pod", Optional.of(place.name()), Map.of("app.kubernetes.io/part-of", "cilium")),
                    ciliumNodes);
            ObjectStatus rolledOut = CiliumReadiness.rolledOut(workloads, settings, now);
            if (!(rolledOut instanceof ObjectStatus.Current)) {
                return rolledOut;
            }
            List<KubeObject> definitions = CiliumReadiness.definitions(settings).stream()
                    .map(name -> ObjectRef.ofCluster("apiextensions.k8s.io/v1", "CustomResourceDefinition", name))
                    .flatMap(ref -> api.get(ref).stream())
                    .toList();
            return CiliumReadiness.usable(
                    api.list("v1", "Node", Optional.empty(), Map.of()), ciliumNodes, definitions, settings);
        }

        @Override
        public List<String> equivalent(Equivalents equivalents) {
            return equivalents.awaitCilium(cluster);
        }
    }
}
