package dev.labctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.command.planner.CiliumPlanner;
import dev.labctl.command.planner.DesiredLab;
import dev.labctl.command.planner.DesiredState;
import dev.labctl.command.planner.Planner;
import dev.labctl.command.planner.Replacing;
import dev.labctl.command.planner.Versions;
import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.Labs;
import dev.labctl.command.session.Target;
import dev.labctl.doctor.Doctor;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.Observation;
import dev.labctl.lab.Catalogue;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.ClusterSource;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.LabResolver;
import dev.labctl.lease.Exclusive;
import dev.labctl.process.Executables;
import dev.labctl.process.ScriptedRunner;
import dev.labctl.provider.ClusterAccess;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.kind.KindEquivalents;
import dev.labctl.provider.kind.KindHost;
import dev.labctl.provider.rehearsal.RehearsalProvider;
import dev.labctl.provider.rehearsal.SimulatedInstaller;
import dev.labctl.report.Report;
import dev.labctl.report.StepListener;
import dev.labctl.steps.Executor;
import dev.labctl.steps.FixedProviders;
import dev.labctl.steps.Plan;
import dev.labctl.steps.Session;
import dev.labctl.steps.Stage;
import dev.labctl.steps.Step;
import dev.labctl.steps.objects.ApplyManifests;
import dev.labctl.time.Deadline;
import dev.labctl.time.Operation;
import dev.labctl.time.TimeSource;
import dev.labctl.time.VirtualTime;
import dev.labctl.tools.Platform;
import dev.labctl.tools.Tools;
import dev.labctl.verify.ExpectationKinds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Commands on rehearsals, with the code that does them on real clusters. Each opens its own provider, as a process does. */
public final class Rehearsed {
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final Path state;
    private final long seed;
    private final Catalogue catalogue;
    private final ClusterName cluster;
    private final TimeSource wall = new VirtualTime();
    private final Shown shown = new Shown();

    public Rehearsed(Path state, long seed) {
        this(state, seed, Path.of("chapters"), ClusterName.BOOK);
    }

    public Rehearsed(Path state, long seed, Path chapters, ClusterName cluster) {
        this.state = state;
        this.seed = seed;
        this.catalogue = new Catalogue(chapters.toAbsolutePath());
        this.cluster = cluster;
    }

    public RehearsalProvider provider() {
        return new RehearsalProvider(
                state, OptionalLong.of(seed), wall, new KindEquivalents(KindHost.local(Platform.LINUX)));
    }

    public static Operation operation(RehearsalProvider provider) {
        return new Operation(Deadline.in(TIMEOUT, provider.kind().time()), said -> {}, line -> {});
    }

    private static ClusterAccess access(RehearsalProvider provider) {
        return new ClusterAccess(provider, new SimulatedInstaller(provider));
    }

    public Lab lab(LabRef ref) {
        return new LabResolver(catalogue, ExpectationKinds.ALL).resolve(ref, Optional.empty());
    }

    private static Tools tools() {
        return new Tools(new Executables(Map.of(), "Linux"), Platform.LINUX);
    }

    /** What commands that go on for a while have shown so far. */
    Shown shown() {
        return shown;
    }

    TestedCommands commands() {
        Doctor doctor = new Doctor(tools(), new ScriptedRunner(), Map.of(), state);
        FixedProviders providers = new FixedProviders(() -> access(provider()));
        return new TestedCommands(new CommandContext(
                new Labs(() -> catalogue, Platform.LINUX),
                providers,
                doctor,
                wall,
                StepListener.NONE,
                (lines, prompt) -> Optional.empty(),
                shown,
                Versions.PINNED,
                Stage.leases()));
    }

    /** {@code labctl ipam} on the lab that the cluster holds. */
    public Report ipam() {
        Report report = commands().ipam(target("ipam", Optional.empty()), Optional.empty());
        assertThat(report.failure()).isEmpty();
        return report;
    }

    Target target(String command, Optional<LabRef> lab) {
        return target(command, lab, Optional.empty());
    }

    Target target(String command, Optional<LabRef> lab, Optional<Path> values) {
        return new Target(command, lab, values, new ClusterSource.Named(cluster, true), TIMEOUT);
    }

    /** {@code labctl run}, which must come to its end. */
    public Report run(LabRef ref) {
        Report report = attempt(ref);
        assertThat(report.failure()).isEmpty();
        return report;
    }

    /** The same of a lab that no catalogue has. */
    void run(Lab lab) {
        assertThat(attempt(lab).failure()).isEmpty();
    }

    public Report attempt(LabRef ref) {
        return commands().run(target("run", Optional.of(ref)), false);
    }

    Executor.Executed attempt(Lab lab) {
        try (RehearsalProvider provider = provider()) {
            Doctor doctor = new Doctor(tools(), new ScriptedRunner(), Map.of(), state);
            Deadline deadline = Deadline.in(TIMEOUT, provider.kind().time());
            Session session =
                    new Session(access(provider), cluster, doctor, deadline, StepListener.NONE, Exclusive.elsewhere());
            DesiredLab wanted = DesiredState.of(cluster, lab, Optional.empty(), Optional.empty(), Versions.PINNED);
            ApplyManifests apply = new ApplyManifests(cluster, lab, false).pruning();
            ClusterState found = provider.inspect(cluster, session.operation());
            List<Step> up = Planner.up(wanted, Optional.empty(), found, Replacing.NOTHING);
            List<Step> onIt =
                    found instanceof ClusterState.Managed made ? CiliumPlanner.bring(wanted, made, apply) : List.of();
            Plan plan = Plan.of(Planner.run(up, wanted.cilium(), onIt, apply));
            return new Executor(session).execute(plan);
        }
    }

    /** Looks into the cluster as it is kept, without letting time pass. */
    public <T> T look(Function<KubeApi, T> look) {
        return live(Duration.ZERO, look);
    }

    /** What is seen of the cluster after it has lived on for a while. */
    public Observation observe(Duration after) {
        try (RehearsalProvider provider = provider()) {
            KubeApi api = provider.connect(cluster, operation(provider)).api();
            if (!after.isZero()) {
                provider.kind().time().sleep(after);
            }
            return Observation.read(api, provider.kind().time().now(), List.of());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Lets the cluster live on, then looks into it. */
    public <T> T live(Duration duration, Function<KubeApi, T> look) {
        try (RehearsalProvider provider = provider()) {
            KubeApi api = provider.connect(cluster, operation(provider)).api();
            if (!duration.isZero()) {
                provider.kind().time().sleep(duration);
            }
            return look.apply(api);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The file in which the cluster is kept. */
    public Path file() {
        return state.resolve("rehearsals").resolve(cluster + ".json");
    }
}
