package dev.labctl.provider.eks;

import static dev.labctl.lab.TestChapters.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.json.Json;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.TestChapters;
import dev.labctl.process.Executables;
import dev.labctl.process.FakeProcesses;
import dev.labctl.process.Output;
import dev.labctl.process.ProcessResult;
import dev.labctl.process.ProcessSpec;
import dev.labctl.process.Recorded;
import dev.labctl.process.RunningProcesses.Identity;
import dev.labctl.process.ScriptedRunner;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.ClusterState.Foreign;
import dev.labctl.provider.ClusterState.Incomplete;
import dev.labctl.time.Deadline;
import dev.labctl.time.Operation;
import dev.labctl.time.VirtualTime;
import dev.labctl.tools.Platform;
import dev.labctl.tools.Tools;
import dev.labctl.tree.Tree;
import dev.labctl.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What labctl makes of the answers of eksctl and the AWS CLI; the API server is the e2e tests' part. */
class EksProviderTest {
    private static final ClusterName MINE = new ClusterName("mine");
    private static final String ARN = "arn:aws:sts::123456789012:user/moto";
    private static final Map<String, String> OURS = Map.of("labctl.dev/owner", ARN, "labctl.dev/lab", "chapter04 case");
    private static final String CREATE = "eksctl create cluster";
    private static final String DELETE = "eksctl delete cluster";
    private static final String STACKS = "aws cloudformation describe-stacks";
    private static final String DESCRIBE = "aws eks describe-cluster";

    @TempDir
    Path folder;

    private final ScriptedRunner runner = new ScriptedRunner();
    private final FakeProcesses processes = new FakeProcesses();
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final List<String> output = Collections.synchronizedList(new ArrayList<>());
    private final VirtualTime time = new VirtualTime();
    private final Operation operation =
            new Operation(Deadline.in(Duration.ofMinutes(60), time), said::add, output::add);
    private KnownClusters known;

    @BeforeEach
    void tools() throws IOException {
        for (String tool : List.of("eksctl", "aws")) {
            Path file = Files.writeString(folder.resolve(tool), "#!/bin/sh\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        known = KnownClusters.in(folder.resolve("state"));
        runner.recorded("aws sts get-caller-identity", "aws-identity");
    }

    private EksProvider provider() {
        return provider(Optional.of("eu-west-1"));
    }

    private EksProvider provider(Optional<String> region) {
        Map<String, String> environment = Map.of("PATH", folder.toString(), "KUBECONFIG", "/home/reader/kubeconfig");
        Tools tools = new Tools(new Executables(environment, "Linux"), Platform.LINUX);
        return new EksProvider(region, known, tools, runner, processes, environment, time);
    }

    private ClusterSpec spec() {
        LabRef ref = LabRef.of("chapter04", "case");
        TestChapters chapters = new TestChapters(folder)
                .file("chapter04/case/lab.yaml", "title: x\nprovider: eks\n")
                .file("chapter04/case/eksctl.yaml", TestChapters.EKSCTL);
        return new ClusterSpec(MINE, ref, chapters.resolve(ref).cluster(), "");
    }

    private ClusterState inspected() {
        return provider().inspect(MINE, operation);
    }

    private EksProviderTest noControlPlane() {
        runner.answer(DESCRIBE, command -> Recorded.of("aws-cluster-missing", command));
        return this;
    }

    private EksProviderTest controlPlane(String status, Map<String, String> tags) {
        runner.says(
                DESCRIBE, Json.write(Tree.of("cluster", Tree.of("status", status, "version", "1.33", "tags", tags))));
        return this;
    }

    /** The next answer about stacks; the last one is repeated. */
    private EksProviderTest stacks(Stack... stacks) {
        List<Object> trees = new ArrayList<>();
        for (Stack stack : stacks) {
            List<Object> tags = new ArrayList<>();
            stack.tags().forEach((key, value) -> tags.add(Tree.of("Key", key, "Value", value)));
            trees.add(Tree.of(
                    "name",
                    stack.name(),
                    "status",
                    stack.status(),
                    "reason",
                    stack.reason(),
                    "tags",
                    tags,
                    "outputs",
                    List.of(Tree.of("OutputKey", "VPC", "OutputValue", "vpc-1"))));
        }
        runner.says(STACKS, Json.write(Tree.of("stacks", trees)));
        return this;
    }

    private static Stack stack(String part, String status) {
        return stack(part, status, OURS);
    }

    private static Stack stack(String part, String status, Map<String, String> tags) {
        return new Stack("eksctl-mine-" + part, status, "because", tags, Optional.empty());
    }

    private Failure creationFails() {
        return failureOf(() -> provider().create(spec(), operation));
    }

    private List<String> calls(String prefix) {
        return runner.lines().stream().filter(line -> line.startsWith(prefix)).toList();
    }

    /** The report of `down --all` names the book's cluster, whichever it is that could not be deleted. */
    @Test
    void commandsThatAreShownNeedNoKnownCluster() {
        assertThat(provider(Optional.empty()).kind().context(MINE)).contains("USER@" + MINE + ".REGION.eksctl.io");
    }

    @Test
    void thereIsNothingOfThatName() {
        noControlPlane().stacks(new Stack("eksctl-mine-two-cluster", "CREATE_COMPLETE", "", OURS, Optional.empty()));

        assertThat(inspected()).isEqualTo(new ClusterState.Absent());
    }

    @Test
    void aClusterWithoutOurTagsIsSomeoneElses() {
        controlPlane("ACTIVE", Map.of("team", "payments")).stacks();

        assertThat(inspected()).isInstanceOfSatisfying(Foreign.class, state -> assertThat(state.ours())
                .isFalse());
    }

    @Test
    void aClusterThatLabctlCreatedForSomeoneElseIsSomeoneElses() {
        Map<String, String> theirs = Map.of("labctl.dev/owner", ARN + "2", "labctl.dev/lab", "chapter04 case");
        controlPlane("ACTIVE", theirs).stacks(stack("cluster", "CREATE_COMPLETE", theirs));

        assertThat(inspected()).isInstanceOfSatisfying(Foreign.class, state -> assertThat(state.ours())
                .isFalse());
        assertThat(failureOf(() -> provider().delete(MINE, operation)).reason()).isEqualTo(Reason.CLUSTER_NOT_OURS);
        assertThat(calls(DELETE)).isEmpty();
        assertThat(calls("aws cloudformation delete-stack")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE_IN_PROGRESS, true",
        "ROLLBACK_COMPLETE, false",
        "CREATE_FAILED, false",
        "DELETE_IN_PROGRESS, false",
        "DELETE_FAILED, false",
        "CREATE_COMPLETE, false"
    })
    void stacksWithoutAControlPlaneAreHalfOfACluster(String status, boolean resumable) {
        noControlPlane().stacks(stack("cluster", status));

        assertThat(inspected()).isInstanceOfSatisfying(Incomplete.class, state -> assertThat(state.resumable())
                .isEqualTo(resumable));
    }

    @Test
    void aCreationUnderWayIsLeftToWhoeverDoesIt() {
        Identity other = new Identity("laptop", 7, Optional.empty());
        known.put(MINE, new KnownClusters.Entry("eu-west-1", "123456789012", Optional.of(other)));
        noControlPlane().stacks(stack("cluster", "CREATE_IN_PROGRESS"));

        assertThat(inspected()).isInstanceOf(Incomplete.class);
        processes.with(other);
        assertThat(inspected()).isEqualTo(new ClusterState.Busy("process 7 on this machine is creating mine"));
    }

    @Test
    void anotherAccountIsRefused() {
        known.put(MINE, new KnownClusters.Entry("eu-west-1", "999999999999", Optional.empty()));

        Failure failure = failureOf(this::inspected);

        assertThat(failure.reason()).isEqualTo(Reason.AWS_ACCOUNT_DIFFERS);
        assertThat(failure.message()).contains("999999999999", "123456789012");
        assertThat(calls(DESCRIBE)).isEmpty();
    }

    @Test
    void withoutCredentialsNothingIsAsked() {
        ScriptedRunner without = new ScriptedRunner().recorded("aws sts", "aws-no-credentials");
        Map<String, String> environment = Map.of("PATH", folder.toString());
        EksProvider provider = new EksProvider(
                Optional.of("eu-west-1"),
                known,
                new Tools(new Executables(environment, "Linux"), Platform.LINUX),
                without,
                processes,
                environment,
                time);

        assertThat(failureOf(() -> provider.inspect(MINE, operation)).reason())
                .isEqualTo(Reason.AWS_CREDENTIALS_MISSING);
        assertThat(without.lines()).hasSize(1);
    }

    @Test
    void theKnownRegionWinsOverTheLabs() {
        known.put(MINE, new KnownClusters.Entry("us-east-1", "123456789012", Optional.empty()));
        noControlPlane().stacks();

        inspected();

        assertThat(runner.lines()).allMatch(line -> line.contains("--region us-east-1"));
    }

    @Test
    void aClusterIsCreatedFromTheLabsFileUnderItsOwnNameWithOurTags() {
        List<Object> files = new ArrayList<>();
        List<String> kubeconfigs = new ArrayList<>();
        noControlPlane().stacks();
        runner.answer(CREATE, command -> {
            files.addAll(YamlReader.values(text(command.arguments().get(3))));
            kubeconfigs.add(command.environment().get("KUBECONFIG"));
            return Recorded.of("eksctl-create-cluster", command);
        });

        creationFails(); // there is no API server behind the answers

        assertThat(Tree.texts(files.get(0), "metadata"))
                .containsEntry("name", "mine")
                .containsEntry("region", "eu-west-1");
        assertThat(Tree.texts(files.get(0), "metadata", "tags")).isEqualTo(OURS);
        assertThat(kubeconfigs).doesNotContain("/home/reader/kubeconfig").doesNotContainNull();
        assertThat(calls(CREATE))
                .singleElement()
                .asString()
                .contains("--without-nodegroup --write-kubeconfig=false --timeout 3590s");
        assertThat(known.get(MINE).orElseThrow().account()).isEqualTo("123456789012");
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatAQuotaStoppedIsRemovedAgain() {
        noControlPlane()
                .stacks()
                .stacks(stack("cluster", "ROLLBACK_COMPLETE"))
                .stacks(stack("cluster", "ROLLBACK_COMPLETE"))
                .stacks();
        runner.recorded(CREATE, "eksctl-create-quota")
                .says("aws ec2 describe-network-interfaces", "{\"ids\": []}")
                .says("aws cloudformation delete-stack", "");

        Failure failure = creationFails();

        assertThat(failure.reason()).isEqualTo(Reason.AWS_QUOTA_EXCEEDED);
        assertThat(failure.details())
                .anyMatch(line -> line.contains("The maximum number of VPCs"))
                .noneMatch(line -> line.contains("eksctl delete cluster"));
        assertThat(calls("aws cloudformation delete-stack"))
                .containsExactly("aws cloudformation delete-stack --stack-name eksctl-mine-cluster --region eu-west-1"
                        + " --output json");
        assertThat(known.has(MINE)).isFalse();
    }

    @Test
    void aNameThatWasTakenMeanwhileIsLeftAlone() {
        noControlPlane().stacks();
        runner.recorded(CREATE, "eksctl-create-name-in-use");

        Failure failure = creationFails();

        assertThat(failure.reason()).isEqualTo(Reason.CLUSTER_NOT_OURS);
        assertThat(failure.details()).isNotEmpty().noneMatch(line -> line.contains("delete"));
        assertThat(failure.next()).doesNotContain("delete").contains("--cluster");
    }

    @ParameterizedTest
    @CsvSource({"eksctl-unknown-field", "eksctl-version-too-old", "eksctl-taint"})
    void aFileThatEksctlDoesNotAcceptIsTheLabs(String recorded) {
        noControlPlane().stacks();
        runner.recorded(CREATE, recorded);

        assertThat(creationFails().message()).isEqualTo("eksctl does not accept the lab's eksctl.yaml");
    }

    @Test
    void anInterruptedCreationSaysThatAwsGoesOn() {
        noControlPlane().stacks();
        runner.answer(CREATE, command -> new ProcessResult.Interrupted(command, Output.EMPTY, Output.EMPTY));

        Failure failure = creationFails();

        assertThat(failure.reason()).isEqualTo(Reason.INTERRUPTED);
        assertThat(failure.message()).contains("AWS goes on creating mine, and bills for it");
        assertThat(failure.next()).contains("labctl down --cluster mine");
        assertThat(known.has(MINE)).isTrue();
    }

    @Test
    void aCreationThatAwsWentOnWithIsContinued() {
        noControlPlane().stacks(stack("cluster", "CREATE_IN_PROGRESS")).stacks(stack("cluster", "CREATE_COMPLETE"));
        runner.says("aws eks list-addons", "{\"addons\": [\"vpc-cni\"]}").says("eksctl create addon", "");

        creationFails();

        assertThat(calls(CREATE)).isEmpty();
        assertThat(calls("eksctl create addon")).hasSize(1);
    }

    @Test
    void eksctlsAdviceIsNotPassedOn() {
        assertThat(EksctlLog.stage("2026-11-28 11:13:05 [ℹ]  deleting EKS cluster \"cilium-book\""))
                .contains("deleting EKS cluster \"cilium-book\"");
        assertThat(EksctlLog.stage("2026-11-28 10:40:04 [ℹ]  using region eu-west-1"))
                .isEmpty();
        assertThat(EksctlLog.isAdvice(
                        "2026-11-28 10:40:04 [ℹ]  to cleanup resources, run 'eksctl delete cluster --name=x'"))
                .isTrue();
    }

    @Test
    void aClusterIsDeletedByEksctl() {
        known.put(MINE, new KnownClusters.Entry("eu-west-1", "123456789012", Optional.empty()));
        controlPlane("ACTIVE", OURS).stacks(stack("cluster", "CREATE_COMPLETE")).stacks();
        runner.recorded(DELETE, "eksctl-delete");

        provider().delete(MINE, operation);

        assertThat(calls(DELETE))
                .singleElement()
                .asString()
                .contains("--name mine --region eu-west-1 --wait --disable-nodegroup-eviction");
        assertThat(known.has(MINE)).isFalse();
    }

    @Test
    void aHalfDeletedClusterGoesByItsStacksAndTheInterfacesInTheirWay() {
        noControlPlane()
                .stacks(stack("nodegroup-workers", "DELETE_FAILED"), stack("cluster", "DELETE_FAILED"))
                .stacks(stack("cluster", "DELETE_FAILED"))
                .stacks(stack("cluster", "DELETE_IN_PROGRESS"))
                .stacks();
        runner.says("aws ec2 describe-network-interfaces", "{\"ids\": [\"eni-1\"]}")
                .says("aws ec2 delete-network-interface", "")
                .says("aws cloudformation delete-stack", "");

        provider().delete(MINE, operation);

        assertThat(calls(DELETE)).isEmpty();
        assertThat(calls("aws cloudformation delete-stack").stream().map(line -> line.split(" ", -1)[4]))
                .containsExactly("eksctl-mine-nodegroup-workers", "eksctl-mine-cluster");
        assertThat(calls("aws ec2")).hasSize(2).last().asString().contains("eni-1");
    }

    @Test
    void whatIsLeftIsNamedWithItsReasonAndCost() {
        noControlPlane().stacks(stack("cluster", "DELETE_FAILED"));
        runner.says("aws ec2 describe-network-interfaces", "{\"ids\": []}").says("aws cloudformation delete-stack", "");

        Failure failure = failureOf(() -> provider().delete(MINE, operation));

        assertThat(failure.reason()).isEqualTo(Reason.CLUSTER_DELETE_FAILED);
        assertThat(failure.details())
                .containsExactly(
                        "eksctl-mine-cluster is DELETE_FAILED: because",
                        "It may cost up to 0.15 USD an hour until it is gone.");
        assertThat(failure.next()).contains("cloudformation/home?region=eu-west-1");
    }

    @Test
    void theReaderIsToldWhoPaysAndWhat() {
        assertThat(provider().costs(spec(), operation))
                .containsExactly(
                        "AWS account 123456789012, as " + ARN,
                        "region eu-west-1, cluster mine",
                        "an EKS control plane: 0.10 an hour",
                        "a VPC with a NAT gateway and its public address: 0.05 an hour",
                        "2 × t3.medium with a disk: 0.11 an hour",
                        "about 0.26 USD an hour, by AWS's price lists of 2026 for eu-west-1, without traffic and taxes");
    }

    @Test
    void onlyContextWritesTheReadersKubeconfig() {
        runner.says("eksctl utils write-kubeconfig", "");

        assertThat(provider().useContext(MINE, operation)).isEqualTo("moto@mine.eu-west-1.eksctl.io");

        ProcessSpec call = runner.calls().get(runner.calls().size() - 1);
        assertThat(call.environment()).containsEntry("KUBECONFIG", "/home/reader/kubeconfig");
    }

    @Test
    void theSameCanBeTyped() {
        provider().costs(spec(), operation);
        EksProvider provider = provider();

        assertThat(provider.kind().commands().create(spec()))
                .singleElement()
                .asString()
                .startsWith("eksctl create cluster -f <(sed 's/cilium-book/mine/' ")
                .contains("--without-nodegroup");
        assertThat(provider.kind().commands().createNodes(spec()))
                .singleElement()
                .asString()
                .startsWith("eksctl create nodegroup -f <(sed");
        assertThat(provider.kind().commands().useContext(MINE))
                .containsExactly("eksctl utils write-kubeconfig --cluster mine --region eu-west-1");
    }
}
