package dev.labctl.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lab on EKS, on an EKS in a box: real eksctl, AWS CLI and Cilium, on a stand-in for AWS's API. The tests share clusters in
 * their order, because most of the time is eksctl's own. {@code $LABCTL_EKS_BOX} is the box's address; {@code .ci/run} starts
 * it, and says so where there is none.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EksIT {
    private static final String LAB = " chapter04 --use-case eni-mode";

    @TempDir
    static Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private Shell shell;

    @BeforeAll
    void aReadersTerminal() {
        assertThat(System.getenv("LABCTL_EKS_BOX"))
                .as("the address of the EKS in a box")
                .isNotNull();
        Shell.needs("eksctl", "aws", "cilium", "kubectl", "bash");
        shell = new Shell(folder);
        assertThat(stacks()).as("stacks that are in the way").isEmpty();
    }

    @AfterAll
    void nothingIsLeft() {
        shell.run("labctl down" + LAB).succeeds();
    }

    /** Tells the stand-in for AWS what to do. */
    private String box(String verb, String json) {
        URI uri = URI.create(System.getenv("LABCTL_EKS_BOX") + "/land/" + verb);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private String stacks() {
        return shell.run(
                        "aws cloudformation describe-stacks --region eu-west-1"
                                + " --query 'Stacks[?contains(StackName, `cilium-book`)].[StackName,StackStatus]' --output text")
                .succeeds()
                .out()
                .strip();
    }

    private static String created(String calls) {
        return calls.contains("\"CreateStack\"") ? calls : "";
    }

    @Test
    @Order(1)
    void nothingIsCreatedWithoutCredentialsOrConsent() {
        box("calls", "{\"clear\": true}");

        Shell.Ended unknown = shell.run("env -u AWS_ACCESS_KEY_ID -u AWS_SECRET_ACCESS_KEY labctl up" + LAB + " --yes")
                .exits(3);
        assertThat(unknown.err()).contains("AWS_CREDENTIALS_MISSING", "aws configure");
        Shell.Ended unasked = shell.run("labctl up" + LAB + " </dev/null").exits(4);
        assertThat(unasked.err()).contains("NOT_CONFIRMED", "AWS account 123456789012", "USD an hour");
        assertThat(created(box("calls", "{}"))).isEmpty();
    }

    @Test
    @Order(2)
    void aQuotaEndsTheCreation() {
        box(
                "stack-fault",
                """
                {"name": "eksctl-quota-cluster", "resource": "VPC", "type": "AWS::EC2::VPC", "reason":
                 "The maximum number of VPCs has been reached. (Service: Ec2, HandlerErrorCode: ServiceLimitExceeded)"}
                """);

        Shell.Ended ended =
                shell.run("labctl up" + LAB + " --yes --cluster quota").exits(1);

        // That it is removed again, the stand-in cannot play: it deletes no stack that it rolled back.
        assertThat(ended.err())
                .contains(
                        "AWS_QUOTA_EXCEEDED",
                        "The maximum number of VPCs has been reached",
                        "removing what was created")
                .doesNotContain("eksctl delete cluster");
    }

    @Test
    @Order(3)
    void anInterruptedCreationIsContinued() {
        Shell.Ended ended = shell.run("labctl up" + LAB + " --yes & up=$!; until aws cloudformation describe-stacks"
                + " --region eu-west-1 --stack-name eksctl-cilium-book-cluster >/dev/null 2>&1; do kill -0 $up; sleep 1; done;"
                + " kill $up; code=0; wait $up || code=$?; exit $code");
        assertThat(ended.exit()).isEqualTo(130);
        assertThat(ended.err()).contains("AWS goes on creating cilium-book");
        assertThat(shell.run("labctl status").succeeds().out()).contains("incomplete");

        assertThat(shell.run("labctl up" + LAB + " --yes").succeeds().err()).contains("continuing");
        assertThat(shell.run("labctl up" + LAB).succeeds().err()).contains("nothing to do");
    }

    /** The texts of AWS that the operator logs; the CiliumNodes say nothing of them. */
    private void operatorMeets(String code, String message) {
        String fault = "{\"code\": \"" + code + "\", \"message\": \"" + message + "\", \"status\": 403}";
        box("faults", "{\"AssignPrivateIpAddresses\": " + fault + ", \"CreateNetworkInterface\": " + fault + "}");
    }

    @Test
    @Order(4)
    void anOperatorWithoutRightsOrAddressesEndsTheWaitWithItsOwnWords() {
        operatorMeets("UnauthorizedOperation", "You are not authorized to perform this operation.");
        Shell.Ended denied = shell.run("labctl cilium-install" + LAB).exits(3);
        assertThat(denied.err())
                .contains("AWS_ACCESS_DENIED", "the operator gets no addresses for Node", "You are not authorized");

        operatorMeets("InsufficientCidrBlocks", "The specified subnet does not have enough free cidr blocks.");
        assertThat(shell.run("labctl cilium-install" + LAB).exits(1).err())
                .contains("SUBNET_EXHAUSTED", "does not have enough free cidr blocks");
    }

    @AfterEach
    void awsIsWellAgain() {
        box("faults", "{}");
    }

    @Test
    @Order(5)
    void theLabRunsCallByCall() {
        shell.run("labctl cilium-install" + LAB).succeeds();
        shell.run("labctl apply" + LAB).succeeds();
        assertThat(shell.run("labctl verify" + LAB).succeeds().out()).contains("all 3 expectations hold");

        assertThat(shell.run("labctl status").succeeds().out()).contains("created by eks", "IPAM eni", "10 of 10");
        assertThat(shell.run("labctl ipam").succeeds().out())
                .contains("192.168.96.", "addresses used")
                .doesNotContain("no block of addresses");
        shell.run("labctl explain").succeeds();
        assertThat(shell.run("labctl context >&2; kubectl config current-context")
                        .succeeds()
                        .out()
                        .strip())
                .isEqualTo("moto@cilium-book.eu-west-1.eksctl.io");
        shell.run("labctl wait").succeeds();
        assertThat(shell.run("labctl logs operator --lines 5").succeeds().out()).contains("cilium-operator");
        assertThat(shell.run("labctl plan" + LAB).succeeds().out()).contains("t3.medium");
        // From the first address on a prefix, for no node ever started with AWS's own plugin.
        assertThat(shell.run("kubectl get ciliumnodes -o jsonpath='{.items[*].status.eni.enis.*.prefixes}'")
                        .succeeds()
                        .out())
                .contains("/28");
        shell.run("labctl delete").succeeds();
        assertThat(shell.run("kubectl get deployments -o name").succeeds().out())
                .isEmpty();

        // Not from nothing: the stand-in for the control plane keeps its objects when its cluster is deleted.
        Shell.Ended again = shell.run("labctl run" + LAB).succeeds();
        assertThat(again.err()).contains("create cluster: nothing to do", "install Cilium: nothing to do");
        assertThat(again.out()).contains("all 3 expectations hold");
        assertThat(shell.run("labctl status --all").succeeds().out()).contains("cilium-book", "eks");
    }

    @Test
    @Order(6)
    void whoHasNoRightToItIsRefused() {
        String known = folder.resolve("state/labctl/eks/cilium-book.json").toString();

        shell.run("cp " + known + " " + known + ".kept; sed -i s/123456789012/999999999999/ " + known)
                .succeeds();
        assertThat(shell.run("labctl down").exits(4).err()).contains("AWS_ACCOUNT_DIFFERS", "999999999999");
        shell.run("mv " + known + ".kept " + known).succeeds();

        // To whoever has neither this machine's memory nor these credentials it is someone else's cluster.
        Shell other = new Shell(folder.resolve("other"));
        String[] role = other.run(
                        "aws sts assume-role --role-arn arn:aws:iam::123456789012:role/other --role-session-name other"
                                + " --region eu-west-1 --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text")
                .succeeds()
                .out()
                .strip()
                .split("\\s+", -1);
        other.with("AWS_ACCESS_KEY_ID", role[0])
                .with("AWS_SECRET_ACCESS_KEY", role[1])
                .with("AWS_SESSION_TOKEN", role[2]);
        assertThat(other.run("labctl up" + LAB + " --yes").exits(4).err()).contains("CLUSTER_NOT_OURS");
        assertThat(other.run("labctl down" + LAB).exits(4).err()).contains("CLUSTER_NOT_OURS");
        assertThat(stacks()).contains("CREATE_COMPLETE");
    }

    @Test
    @Order(7)
    void anInterruptedDeletionIsFinishedAlsoWhereEksctlFindsNoCluster() {
        box("status", "{\"cluster\": \"cilium-book\", \"addon\": \"coredns\", \"status\": \"ACTIVE\"}");
        Path progress = folder.resolve("progress");
        shell.run("labctl down 2>" + progress + " & down=$!; until grep -q 'deleting EKS cluster' " + progress
                        + " || ! kill -0 $down; do sleep 0.1; done; kill $down || true; wait $down || true")
                .succeeds();

        // Not with --all: clusters of kind that other tests use would go as well.
        shell.run("labctl down" + LAB).succeeds();

        assertThat(stacks()).isEmpty();
        assertThat(shell.run("labctl status" + LAB).succeeds().out()).contains("there is no cluster cilium-book");
    }
}
