package dev.labctl.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.command.Shown;
import dev.labctl.command.TestedCommands;
import dev.labctl.command.planner.Versions;
import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.Labs;
import dev.labctl.command.session.Target;
import dev.labctl.doctor.Doctor;
import dev.labctl.failure.Failure;
import dev.labctl.kubernetes.FakeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.Catalogue;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.ClusterSource;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.TestChapters;
import dev.labctl.lease.Leases;
import dev.labctl.process.Executables;
import dev.labctl.process.FakeProcesses;
import dev.labctl.process.ScriptedRunner;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.LabRecord;
import dev.labctl.report.Display;
import dev.labctl.report.Report.StepReport;
import dev.labctl.report.StepListener;
import dev.labctl.time.Deadline;
import dev.labctl.time.VirtualTime;
import dev.labctl.tools.Platform;
import dev.labctl.tools.Tools;
import dev.labctl.tree.Tree;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the tests of steps share: a lab in a temporary folder, a cluster in memory, a clock that moves only when somebody
 * sleeps, and an ear for everything that is said. The machine has no tools.
 */
public final class Stage implements StepListener {
    public static final ClusterName CLUSTER = ClusterName.BOOK;
    public static final LabRef REF = LabRef.of("chapter04", "case");
    public static final String IMAGE = "kindest/node:v1";
    public static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final VirtualTime time = new VirtualTime();
    private final FakeProvider provider = new FakeProvider(time);
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final Path folder;
    private final TestChapters chapters;
    private final Session session;

    public Stage(Path folder) {
        this.folder = folder;
        chapters = new TestChapters(folder).file("common/kind.yaml", TestChapters.KIND);
        lab("title: a lab\n");
        Tools tools = new Tools(new Executables(Map.of(), "Linux"), Platform.LINUX);
        Doctor doctor = new Doctor(tools, new ScriptedRunner(), Map.of(), folder);
        session =
                new Session(provider.access(), CLUSTER, doctor, Deadline.in(TIMEOUT, time), this, leases().of("test"));
    }

    public Stage lab(String yaml) {
        chapters.file("chapter04/case/lab.yaml", yaml);
        return this;
    }

    public Stage manifest(String name, String yaml) {
        chapters.file("chapter04/case/manifests/" + name, yaml);
        return this;
    }

    public TestChapters chapters() {
        return chapters;
    }

    public Lab lab() {
        return chapters.resolve(REF);
    }

    public ClusterSpec spec() {
        return new ClusterSpec(CLUSTER, REF, lab().kind().orElseThrow(), IMAGE);
    }

    public FakeProvider provider() {
        return provider;
    }

    public FakeApi api() {
        return provider.api();
    }

    public VirtualTime time() {
        return time;
    }

    public Session session() {
        return session;
    }

    /** Puts the objects of some YAML documents into the cluster. */
    public Stage has(String yaml) {
        objects(yaml).forEach(api()::has);
        return this;
    }

    public Stage has(KubeObject object) {
        api().has(object);
        return this;
    }

    public static List<KubeObject> objects(String yaml) {
        Problems problems = new Problems();
        List<KubeObject> objects = YamlReader.read(Path.of("objects.yaml"), yaml, problems).stream()
                .map(document -> new KubeObject(Tree.map(document.tree())))
                .toList();
        assertThat(problems.all()).isEmpty();
        return objects;
    }

    /** Leaves a record in the cluster, as labctl does it. */
    public Stage recorded(LabRecord record) {
        api().apply(record.toConfigMap(), true);
        return this;
    }

    public Stage recorded(ObjectRef... applied) {
        return recorded(LabRecord.of(spec()).withApplied(List.of(applied)));
    }

    public LabRecord record() {
        return LabRecord.of(api().peek(LabRecord.REF).orElseThrow()).orElseThrow();
    }

    public StepEnd run(Step step) {
        return step.run(session);
    }

    public Failure failureOf(Step step) {
        return TestChapters.failureOf(() -> step.run(session));
    }

    /** What commands work with, on one provider whatever the cluster's name. */
    public CommandContext context(FakeProvider only, Display display) {
        FixedProviders one = new FixedProviders(only::access);
        return new CommandContext(
                new Labs(() -> new Catalogue(folder.resolve("chapters")), Platform.LINUX),
                one,
                session.doctor(),
                time,
                this,
                (lines, prompt) -> Optional.empty(),
                display,
                new Versions(IMAGE, "1.18.2"),
                leases());
    }

    /** As the user ann on this machine. */
    public static Leases leases() {
        return new Leases(new FakeProcesses(), "ann");
    }

    /** The commands on this stage's provider. */
    public TestedCommands commands() {
        return new TestedCommands(context(provider, new Shown()));
    }

    public Target target(String command) {
        return target(command, Optional.empty(), TIMEOUT);
    }

    public Target target(String command, Optional<LabRef> lab, Duration timeout) {
        return new Target(command, lab, Optional.empty(), new ClusterSource.Named(CLUSTER, false), timeout);
    }

    /** How long the waits have slept. */
    public Duration passed() {
        return TIMEOUT.minus(session.deadline().remaining());
    }

    public List<String> said() {
        return List.copyOf(said);
    }

    /** Beginnings and ends of steps, in order. */
    public List<String> heard() {
        return List.copyOf(heard);
    }

    @Override
    public void started(String step) {
        heard.add("start: " + step);
    }

    @Override
    public void said(String text) {
        said.add(text);
    }

    @Override
    public void output(String line) {
        said.add("| " + line);
    }

    @Override
    public void ended(StepReport report) {
        heard.add("end: " + report.name() + " " + report.outcome());
    }
}
