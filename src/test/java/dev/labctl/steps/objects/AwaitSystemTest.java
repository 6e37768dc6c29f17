package dev.labctl.steps.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.steps.Stage;
import dev.labctl.steps.Step;
import dev.labctl.steps.StepEnd;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwaitSystemTest {
    private static final Step AWAIT = new AwaitSystem();

    @TempDir
    Path folder;

    private Stage stage;

    @BeforeEach
    void stage() {
        stage = new Stage(folder);
    }

    private static String pod(String namespace, String name, boolean ready, String spec) {
        return "apiVersion: v1\nkind: Pod\nmetadata: {name: " + name + ", namespace: " + namespace + ", uid: uid-"
                + name
                + "}\nspec: {" + spec + "}\nstatus: {conditions: [{type: Ready, status: '" + (ready ? "True" : "False")
                + "'}]}\n";
    }

    private static String coredns(boolean ready) {
        return pod("kube-system", "coredns", ready, "nodeName: n1");
    }

    private static String event(String message) {
        return "apiVersion: v1\nkind: Event\nmetadata: {name: of-coredns, namespace: kube-system}\n"
                + "involvedObject: {uid: uid-coredns}\ntype: Warning\nmessage: '" + message + "'\n";
    }

    @Test
    void whatRunsTakesNoTime() {
        stage.has(coredns(true)).has(pod("local-path-storage", "provisioner", true, "nodeName: n1"));

        assertThat(stage.run(AWAIT)).isEqualTo(StepEnd.unchanged("2 run"));
        assertThat(stage.passed()).isZero();
    }

    @Test
    void whatIsOnItsWayIsWaitedFor() {
        stage.has(coredns(false)).has(event("unable to connect to Cilium agent"));
        stage.api().beforeEachList(api -> {
            if (stage.passed().equals(Duration.ofSeconds(5))) {
                stage.has(coredns(true));
            }
        });

        assertThat(stage.run(AWAIT)).isEqualTo(StepEnd.done("1 runs"));
        assertThat(stage.said()).containsExactly("Pod coredns is starting");
        assertThat(stage.passed()).isEqualTo(Duration.ofSeconds(5));
    }

    /** The pods of the lab have a step of their own, and those of the node's network do not need Cilium. */
    @Test
    void othersAreNotWaitedFor() {
        stage.has(pod("default", "nginx", false, "nodeName: n1"))
                .has(pod("kube-system", "etcd", false, "hostNetwork: true"));

        assertThat(stage.run(AWAIT)).isEqualTo(StepEnd.unchanged("0 run"));
    }

    @Test
    void noAddressIsWaitedForThatNeverComes() {
        stage.has(coredns(false)).has(event("range is full"));

        assertThat(stage.run(AWAIT)).isEqualTo(StepEnd.unchanged("0 run, 1 does not"));
    }

    /** Two tries without an address are normal for the first pod of a pool; for ever is not, and no failure of this step. */
    @Test
    void anAddressThatMayComeIsWaitedForAWhile() {
        stage.has(coredns(false))
                .has(event("unable to allocate from pool \"default\" (family ipv4): pool not (yet) available"));

        assertThat(stage.run(AWAIT)).isEqualTo(StepEnd.done("0 run, 1 does not"));
        assertThat(stage.passed()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void aPodThatIsHopelessForAnotherReasonEndsTheWait() {
        stage.has(coredns(false)
                .replace(
                        "status: {",
                        "status: {containerStatuses: [{name: c, image: x, state: {waiting:"
                                + " {reason: InvalidImageName, message: wrong}}}], "));

        assertThat(stage.run(AWAIT)).isEqualTo(StepEnd.unchanged("0 run, 1 does not"));
    }
}
