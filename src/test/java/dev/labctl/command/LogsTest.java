package dev.labctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cilium.CiliumState;
import dev.labctl.command.session.Target;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.logs.LogQuery;
import dev.labctl.provider.ClusterFacts;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.LabRecord;
import dev.labctl.report.LogView;
import dev.labctl.report.Report;
import dev.labctl.steps.FakeProvider;
import dev.labctl.steps.Stage;
import dev.labctl.time.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logs of pods in memory: who is meant by a word, what is read, and what is read again and again. */
class LogsTest {
    private static final String DEPLOYMENT =
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: %s, namespace: %s}\n"
                    + "spec: {selector: {matchLabels: {app: %1$s}}}\n";

    @TempDir
    Path folder;

    private Stage stage;
    private final Shown shown = new Shown();

    @BeforeEach
    void aClusterWithWorkloads() {
        stage = new Stage(folder);
        stage.recorded();
        stage.provider().has(Stage.CLUSTER, made());
        stage.has(DEPLOYMENT.formatted("nginx", "default"))
                .has(DEPLOYMENT.formatted("web", "acme"))
                .has(DEPLOYMENT.formatted("api", "acme"))
                .has(DEPLOYMENT.formatted("api", "foobar"))
                .has(pod("nginx-1", "default", "nginx", "{running: {}}"))
                .has(pod("nginx-2", "default", "nginx", "{running: {}}"))
                .has(pod("web-1", "acme", "web", "{running: {}}"));
    }

    private ClusterState made() {
        return new ClusterState.Managed(
                LabRecord.of(stage.spec()), new ClusterFacts(1, 2, "v1.33.12", "ipv4", true, false), CiliumState.NONE);
    }

    private static String pod(String name, String namespace, String app, String state) {
        return pod(name, namespace, app, state, 0);
    }

    private static String pod(String name, String namespace, String app, String state, int restarts) {
        return "apiVersion: v1\nkind: Pod\nmetadata: {name: " + name + ", namespace: " + namespace
                + ", labels: {app: " + app + "}}\nspec: {containers: [{name: main}, {name: side}]}\n"
                + "status: {containerStatuses: [{name: main, restartCount: " + restarts + ", state: " + state
                + "}, {name: side, state: {running: {}}}]}\n";
    }

    private TestedCommands commands() {
        return commands(stage.provider());
    }

    private TestedCommands commands(FakeProvider provider) {
        return new TestedCommands(stage.context(provider, shown));
    }

    private Target target(Duration timeout) {
        return stage.target("logs", Optional.empty(), timeout);
    }

    private static LogQuery query(String... targets) {
        return new LogQuery(List.of(targets), Optional.empty(), Optional.of("main"), 100, Optional.empty(), false);
    }

    private Report show(LogQuery query) {
        return commands().logs(target(Stage.TIMEOUT), query);
    }

    private List<String> pods(String target) {
        Report report = show(query(target));
        assertThat(report.failure()).isEmpty();
        return ((LogView) report.result())
                .sources().stream().map(LogView.Source::pod).toList();
    }

    private Failure failure(LogQuery query) {
        return show(query).failure().orElseThrow();
    }

    // who is meant

    @ParameterizedTest
    @CsvSource({"deploy/nginx", "deployment/nginx", "Deployments/nginx"})
    void aDeploymentIsItsPods(String word) {
        assertThat(pods(word)).containsExactly("nginx-1", "nginx-2");
    }

    @ParameterizedTest
    @CsvSource({"nginx-2", "pod/nginx-2", "po/nginx-2"})
    void aPodIsItself(String word) {
        assertThat(pods(word)).containsExactly("nginx-2");
    }

    @Test
    void aServiceIsThePodsBehindIt() {
        stage.has("apiVersion: v1\nkind: Service\nmetadata: {name: front, namespace: default}\n"
                + "spec: {selector: {app: nginx}}\n");

        assertThat(pods("svc/front")).containsExactly("nginx-1", "nginx-2");
    }

    @Test
    void theNamespaceNeedNotBeSaidWhereOnlyOneHasIt() {
        assertThat(pods("deploy/web")).containsExactly("web-1");
    }

    @Test
    void whereSeveralHaveItItMustBeSaid() {
        assertThat(failure(query("deploy/api")))
                .isEqualTo(Failure.of(
                        Reason.OBJECT_UNKNOWN,
                        "there are several objects: Deployment acme/api, Deployment foobar/api",
                        "Choose one with -n NAMESPACE."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "deploy/ngimx|there is no Deployment ngimx|Did you mean deploy/nginx?",
                "nginx|there is no Pod nginx|Did you mean deploy/nginx or pod/nginx-1 or pod/nginx-2?",
                "agnet|there is no Pod agnet|Did you mean agent?",
                "ds/qqqqqqqqqq|there is no DaemonSet qqqqqqqqqq|''"
            })
    void whatIsNotThereIsToldWithWhatIs(String word, String message, String question) {
        Failure failure = failure(query(word));

        assertThat(failure.reason()).isEqualTo(Reason.OBJECT_UNKNOWN);
        assertThat(failure.message()).isEqualTo(message);
        assertThat(failure.next())
                .isEqualTo((question.isEmpty() ? "" : question + " ") + "`labctl status` shows the objects.");
    }

    @Test
    void aKindWithoutPodsHasNoLogs() {
        assertThat(failure(query("configmap/one")).message())
                .isEqualTo("\"configmap/one\" is not a kind of object that has logs");
    }

    @Test
    void aContainerThatNoPodHasIsToldWithThoseThatThereAre() {
        Failure failure = failure(new LogQuery(
                List.of("deploy/nginx"), Optional.empty(), Optional.of("mian"), 1, Optional.empty(), false));

        assertThat(failure.reason()).isEqualTo(Reason.OBJECT_UNKNOWN);
        assertThat(failure.message()).isEqualTo("no pod of deploy/nginx has a container mian");
        assertThat(failure.next()).isEqualTo("It has main, side.");
    }

    // what is read

    @Test
    void everyContainerIsReadWhereNoneIsNamed() {
        LogView view = (LogView)
                show(new LogQuery(List.of("nginx-1"), Optional.empty(), Optional.empty(), 1, Optional.empty(), false))
                        .result();

        assertThat(view.sources()).extracting(LogView.Source::container).containsExactly("main", "side");
    }

    @Test
    void whatHasNoLogYetIsNamed() {
        stage.has(pod("nginx-1", "default", "nginx", "{waiting: {reason: ContainerCreating}}"));
        stage.api().hasNoLog("default/nginx-2/main");

        LogView view = (LogView) show(query("deploy/nginx")).result();

        assertThat(view.lines()).isEmpty();
        assertThat(view.sources())
                .as("also those without a line")
                .extracting(LogView.Source::pod)
                .contains("nginx-1", "nginx-2");
        assertThat(stage.said())
                .containsExactly(
                        "Pod default/nginx-1, container main: no log yet, ContainerCreating",
                        "Pod default/nginx-2, container main: container is waiting to start");
    }

    @Test
    void theNewestLinesAreReadAndNoneThatAreTooOld() {
        stage.api()
                .writes(
                        "default/nginx-1/main",
                        "2026-11-23T09:00:00Z a",
                        "2026-11-23T09:59:30Z b",
                        "2026-11-23T09:59:40Z c");
        stage.api().writes("default/nginx-2/main");
        Optional<Duration> since = Optional.of(Duration.between(
                Instant.parse("2026-11-23T09:59:00Z"), stage.time().now()));

        assertThat(texts(new LogQuery(
                        List.of("deploy/nginx"), Optional.empty(), Optional.of("main"), 100, since, false)))
                .containsExactly("2026-11-23T09:59:30Z b", "2026-11-23T09:59:40Z c");
        assertThat(texts(new LogQuery(
                        List.of("deploy/nginx"), Optional.empty(), Optional.of("main"), 1, Optional.empty(), false)))
                .containsExactly("2026-11-23T09:59:40Z c");
    }

    private List<String> texts(LogQuery query) {
        return ((LogView) show(query).result())
                .lines().stream().map(LogView.Line::text).toList();
    }

    @Test
    void beforeTheLastRestartThereIsALogOfWhatStartedAgain() {
        stage.has(pod("nginx-1", "default", "nginx", "{running: {}}", 2));
        stage.api().writes("default/nginx-1/main.previous", "2026-11-23T09:00:00Z crashed");

        assertThat(texts(new LogQuery(
                        List.of("deploy/nginx"), Optional.empty(), Optional.of("main"), 9, Optional.empty(), true)))
                .containsExactly("2026-11-23T09:00:00Z crashed");
        assertThat(stage.said()).containsExactly("Pod default/nginx-2, container main: it was never restarted");
    }

    // following

    /** Follows for some seconds; the script says what happens before which look. */
    private List<String> follow(LogQuery query, int seconds, Map<Integer, Runnable> script) {
        List<Integer> looks = new ArrayList<>();
        stage.api().beforeEachList(api -> {
            int second = (int) Duration.between(
                            stage.session().deadline().start(), stage.time().now())
                    .toSeconds();
            if (!looks.contains(second) && looks.add(second) && script.containsKey(second)) {
                script.get(second).run();
            }
        });
        Report report = commands().follow(target(Duration.ofSeconds(seconds)), query);
        assertThat(report.failure()).isEmpty();
        return shown.reports().stream()
                .flatMap(one -> ((LogView) one.result()).lines().stream())
                .map(line -> line.source().pod() + ": " + line.text())
                .toList();
    }

    @Test
    void noLineComesTwiceThoughTheServerKnowsSecondsAlone() {
        String source = "default/nginx-1/main";
        stage.api().writes("default/nginx-2/main");
        stage.api().writes(source, "2026-11-23T10:00:00.1Z a", "2026-11-23T10:00:00.2Z b");

        assertThat(follow(
                        query("deploy/nginx"),
                        6,
                        Map.of(
                                2,
                                        () -> stage.api()
                                                .writes(source, "2026-11-23T10:00:00.2Z c", "2026-11-23T10:00:00.3Z d"),
                                4, () -> stage.api().writes(source, "2026-11-23T10:00:03Z e"))))
                .containsExactly(
                        "nginx-1: 2026-11-23T10:00:00.1Z a",
                        "nginx-1: 2026-11-23T10:00:00.2Z b",
                        "nginx-1: 2026-11-23T10:00:00.2Z c",
                        "nginx-1: 2026-11-23T10:00:00.3Z d",
                        "nginx-1: 2026-11-23T10:00:03Z e");
    }

    @Test
    void whoHadNothingToSayIsReadFromNowOn() {
        stage.api().writes("default/nginx-1/main");
        stage.api().writes("default/nginx-2/main", "2026-11-23T09:00:00Z old");

        assertThat(follow(
                        new LogQuery(
                                List.of("deploy/nginx"),
                                Optional.empty(),
                                Optional.of("main"),
                                0,
                                Optional.empty(),
                                false),
                        3,
                        Map.of(1, () -> {
                            stage.api().writes("default/nginx-1/main", "2026-11-23T10:00:01Z first");
                            stage.api().writes("default/nginx-2/main", "2026-11-23T10:00:01Z new");
                        })))
                .containsExactly("nginx-1: 2026-11-23T10:00:01Z first", "nginx-2: 2026-11-23T10:00:01Z new");
    }

    @Test
    void podsJoinWithAllThatTheyWroteAndLeave() {
        stage.api().writes("default/nginx-1/main", "2026-11-23T10:00:00Z a");
        stage.api().writes("default/nginx-2/main");

        assertThat(follow(
                        query("deploy/nginx"),
                        5,
                        Map.of(
                                1,
                                () -> {
                                    stage.api().remove(ObjectRef.namespaced("v1", "Pod", "default", "nginx-1"));
                                    stage.has(
                                            pod("nginx-3", "default", "nginx", "{waiting: {reason: PodInitializing}}"));
                                },
                                3,
                                () -> {
                                    stage.has(pod("nginx-3", "default", "nginx", "{running: {}}"));
                                    stage.api().writes("default/nginx-3/main", "2026-11-23T10:00:02Z early");
                                })))
                .containsExactly("nginx-1: 2026-11-23T10:00:00Z a", "nginx-3: 2026-11-23T10:00:02Z early");
        assertThat(stage.said()).containsExactly("Pod default/nginx-3 joined", "Pod default/nginx-1 left");
    }

    @Test
    void theLastWordsBeforeACrashAreNotLost() {
        String source = "default/nginx-1/main";
        stage.api().writes("default/nginx-2/main");
        stage.api().writes(source, "2026-11-23T10:00:00Z a");

        assertThat(follow(query("deploy/nginx"), 4, Map.of(2, () -> {
                    stage.has(pod("nginx-1", "default", "nginx", "{running: {}}", 1));
                    stage.api().writes(source + ".previous", "2026-11-23T10:00:00Z a", "2026-11-23T10:00:01Z panic");
                    stage.api().writes(source, "2026-11-23T10:00:02Z again");
                })))
                .containsExactly(
                        "nginx-1: 2026-11-23T10:00:00Z a",
                        "nginx-1: 2026-11-23T10:00:01Z panic",
                        "nginx-1: 2026-11-23T10:00:02Z again");
    }

    private void silentFor(int seconds) {
        stage.api().beforeEachList(api -> {
            long passed = Duration.between(
                            stage.session().deadline().start(), stage.time().now())
                    .toSeconds();
            if (passed > 0 && passed < seconds) {
                throw new ApiException(ApiException.Kind.UNREACHABLE, 0, "Connection refused");
            }
        });
    }

    @Test
    void aServerThatStartsAgainIsWaitedFor() {
        silentFor(20);

        assertThat(commands()
                        .follow(target(Duration.ofSeconds(60)), query("deploy/nginx"))
                        .failure())
                .isEmpty();
    }

    @Test
    void aServerThatStaysAwayEndsIt() {
        silentFor(60);

        assertThat(commands()
                        .follow(target(Duration.ofSeconds(90)), query("deploy/nginx"))
                        .failure())
                .hasValueSatisfying(failure -> assertThat(failure.reason()).isEqualTo(Reason.API_UNREACHABLE));
    }

    /** As {@code labctl logs -f | head} does it. */
    @Test
    void itEndsWhenNobodyReadsAnyMore() {
        stage.api().beforeEachList(api -> shown.close());

        assertThat(commands()
                        .follow(target(Duration.ofDays(10_000)), query("deploy/nginx"))
                        .failure())
                .isEmpty();
    }

    @Test
    void ctrlCEndsIt() {
        FakeProvider interrupted = new FakeProvider(new TimeSource() {
            @Override
            public Instant now() {
                return stage.time().now();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                throw new InterruptedException();
            }
        });
        interrupted.has(Stage.CLUSTER, made());
        Stage.objects(DEPLOYMENT.formatted("nginx", "default")).forEach(interrupted.api()::has);

        Report report = commands(interrupted).follow(target(Duration.ofSeconds(30)), query("deploy/nginx"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.failure())
                .hasValueSatisfying(failure -> assertThat(failure.reason()).isEqualTo(Reason.INTERRUPTED));
    }
}
