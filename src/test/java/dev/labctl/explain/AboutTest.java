package dev.labctl.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labctl.explain.causes.Explanation;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.failure.Severity;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One object is asked about: which one is meant, and what belongs to it. */
class AboutTest {
    private static List<Explanation> about(String recording, String words) {
        Observation seen = Recordings.read(recording);
        return Explainer.about(seen, LabFacts.NONE, Targets.find(seen, words, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "deploy/nginx, Deployment default/nginx",
        "Deployment/nginx, Deployment default/nginx",
        "nginx, Deployment default/nginx",
        "po/nginx-667bd8f889-4jcmt, Pod default/nginx-667bd8f889-4jcmt",
        "nginx-667bd8f889-4jcmt, Pod default/nginx-667bd8f889-4jcmt",
        "no/rec-worker2, Node rec-worker2",
        "svc/kubernetes, Service default/kubernetes",
        "deploy/coredns, Deployment kube-system/coredns",
        "ns/kube-system, Namespace kube-system",
        "ds/cilium, DaemonSet kube-system/cilium",
        "ciliumnodes/rec-worker, CiliumNode rec-worker"
    })
    void kubectlsWordsNameAnObject(String words, String object) {
        assertThat(Targets.find(Recordings.read("small-exhausted"), words, Optional.empty()))
                .hasToString(object);
    }

    private static Failure refused(String recording, String words, Optional<String> namespace) {
        List<Failure> failures = new ArrayList<>();
        assertThatThrownBy(() -> Targets.find(Recordings.read(recording), words, namespace))
                .isInstanceOfSatisfying(FailureException.class, e -> failures.add(e.failure()));
        return failures.get(0);
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNearest() {
        Failure failure = refused("small-exhausted", "deploy/ngnix", Optional.empty());

        assertThat(failure.reason()).isEqualTo(Reason.OBJECT_UNKNOWN);
        assertThat(failure.message()).isEqualTo("there is no Deployment ngnix");
        assertThat(failure.next()).isEqualTo("Did you mean nginx?");
    }

    @Test
    void aNamespaceIsKeptTo() {
        assertThat(refused("small-exhausted", "deploy/nginx", Optional.of("kube-system"))
                        .message())
                .isEqualTo("there is no Deployment nginx in the namespace kube-system");
    }

    @Test
    void ofSeveralThatOfTheDefaultNamespaceIsMeant() {
        Observation seen = Recordings.read("multi-pool");

        assertThat(Targets.find(seen, "deploy/nginx", Optional.empty())).hasToString("Deployment default/nginx");
        assertThat(Targets.find(seen, "deploy/nginx", Optional.of("acme-corp")))
                .hasToString("Deployment acme-corp/nginx");
    }

    @Test
    void severalAndNoneInTheDefaultNamespaceIsAQuestion() {
        Observation seen = Recordings.mapped(
                Recordings.read("multi-pool"),
                object -> object.ref().toString().equals("Deployment default/nginx")
                        ? new KubeObject(Map.of("kind", "Gone"))
                        : object);

        assertThatThrownBy(() -> Targets.find(seen, "deploy/nginx", Optional.empty()))
                .isInstanceOfSatisfying(FailureException.class, e -> {
                    assertThat(e.failure().reason()).isEqualTo(Reason.OBJECT_UNKNOWN);
                    assertThat(e.failure().message()).contains("acme-corp and foobar-inc");
                });
    }

    @Test
    void aKindThatIsNoneIsWrongUsage() {
        Failure failure = refused("small-exhausted", "secret/x", Optional.empty());

        assertThat(failure.reason()).isEqualTo(Reason.USAGE);
        assertThat(failure.next()).contains("pod, deployment");
    }

    @Test
    void onePodIsToldAlone() {
        List<Explanation> found = about("small-exhausted", "pod/nginx-667bd8f889-4jcmt");

        assertThat(found).singleElement().satisfies(one -> {
            assertThat(one.symptom()).isEqualTo("Pod default/nginx-667bd8f889-4jcmt waits for an address.");
            assertThat(one.about()).hasSize(1);
            assertThat(one.advice().get(0).how()).endsWith("--replicas=4");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "small-exhausted, deploy/nginx, 6",
        "small-exhausted, rs/nginx-667bd8f889, 6",
        "small-exhausted, ns/default, 6",
        "small-exhausted, node/rec-worker2, 6",
        "no-slots, svc/kube-dns, 3",
        "no-slots, deploy/coredns, 2"
    })
    void whatBelongsToItIsTold(String recording, String words, int count) {
        assertThat(about(recording, words).get(0).about()).hasSize(count);
        assertThat(about(recording, words).get(0).reason()).isEqualTo("RANGE_FULL");
    }

    @ParameterizedTest
    @CsvSource({
        "small-exhausted, deploy/netshoot",
        "small-exhausted, svc/kube-dns",
        "small-exhausted, ns/kube-system",
        "workload-troubles, deploy/coredns",
        "multi-pool-troubles, deploy/netshoot",
    })
    void whatIsWellIsWell(String recording, String words) {
        assertThat(about(recording, words)).isEmpty();
    }

    @Test
    void aQuotaIsToldToWhoAsksForTheDeployment() {
        assertThat(about("workload-troubles", "deploy/quota"))
                .extracting(Explanation::reason)
                .containsExactly("QUOTA_EXCEEDED");
    }

    @Test
    void thatAWorkloadIsScaledToZeroIsSaidOnlyToWhoAsks() {
        assertThat(about("workload-troubles", "deploy/nginx")).singleElement().satisfies(note -> {
            assertThat(note.reason()).isEqualTo("SCALED_TO_ZERO");
            assertThat(note.severity()).isEqualTo(Severity.NOTE);
        });
    }

    @Test
    void aCidrThatCiliumIgnoresIsNoErrorOfTheNode() {
        assertThat(about("small-exhausted", "node/rec-worker")).singleElement().satisfies(note -> {
            assertThat(note.reason()).isEqualTo("NODE_CIDR_IGNORED");
            assertThat(note.severity()).isEqualTo(Severity.NOTE);
            assertThat(note.symptom()).contains("10.244.1.0/24");
        });
    }

    @Test
    void aPoolIsAskedForByName() {
        assertThat(about("multi-pool-troubles", "ciliumpodippool/tiny-pool"))
                .extracting(Explanation::reason)
                .containsExactly("POOL_EMPTY", "POOL_EXHAUSTED");
    }

    @Test
    void whatIsGoneIsWell() {
        Observation seen = Recordings.read("small-exhausted");

        assertThat(Explainer.about(seen, LabFacts.NONE, ObjectRef.namespaced("v1", "Pod", "default", "gone")))
                .isEmpty();
    }
}
