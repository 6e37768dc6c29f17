package dev.labctl.kubernetes;

import static dev.labctl.kubernetes.FakeApi.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.Applier.Applied;
import dev.labctl.kubernetes.Applier.Change;
import dev.labctl.time.Deadline;
import dev.labctl.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ApplierTest {
    private final FakeApi api = new FakeApi().hasServiceAccount("default").hasServiceAccount("a");
    private final VirtualTime time = new VirtualTime();
    private final Deadline deadline = Deadline.in(Duration.ofMinutes(10), time);
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());

    private List<Applied> apply(KubeObject... objects) {
        return new Applier(api, false, deadline, said::add).apply(List.of(objects));
    }

    private static KubeObject of(String apiVersion, String kind, String namespace, String name) {
        return object(apiVersion, kind, namespace, name, Map.of());
    }

    private static ApiException answer(ApiException.Kind kind, int code, String message) {
        return new ApiException(kind, code, message);
    }

    @Test
    void phasesFollowEachOtherWhateverTheOrderOfTheFiles() {
        apply(
                of("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", null, "webhook"),
                of("apps/v1", "Deployment", "a", "web"),
                of("v1", "Service", "a", "web"),
                of("v1", "ConfigMap", "a", "config"),
                of("cilium.io/v2alpha1", "CiliumPodIPPool", null, "pool"),
                of("v1", "Namespace", null, "a"));

        assertThat(api.applied())
                .containsExactly(
                        "Namespace a",
                        "CiliumPodIPPool pool",
                        "ConfigMap a/config",
                        "Service a/web",
                        "Deployment a/web",
                        "ValidatingWebhookConfiguration webhook");
    }

    /** It does not come by waiting, and what is applied before would be half of a lab. */
    @Test
    void aMissingNamespaceEndsItBeforeAnythingIsApplied() {
        assertThatThrownBy(() -> apply(of("v1", "ConfigMap", null, "one"), of("v1", "Pod", "nowhere", "web")))
                .isInstanceOfSatisfying(FailureException.class, e -> {
                    assertThat(e.failure().reason()).isEqualTo(Reason.OBJECT_REFUSED);
                    assertThat(e.failure().message())
                            .isEqualTo("the namespace nowhere of Pod nowhere/web does not exist");
                });
        assertThat(api.applied()).isEmpty();
        assertThat(said).isEmpty();
    }

    @Test
    void saysWhatBecameOfEachObject() {
        api.has(of("v1", "Namespace", null, "a"));
        KubeObject one = object("v1", "ConfigMap", "a", "one", Map.of("data", Map.of("k", "1")));
        assertThat(apply(one)).containsExactly(new Applied(one.ref(), Change.CREATED));
        assertThat(apply(one)).containsExactly(new Applied(one.ref(), Change.UNCHANGED));

        KubeObject changed = object("v1", "ConfigMap", "a", "one", Map.of("data", Map.of("k", "2")));
        assertThat(apply(changed)).containsExactly(new Applied(one.ref(), Change.CHANGED));
    }

    @Test
    void anObjectWithoutNamespaceLivesInDefaultAndOneOfTheClusterInNone() {
        List<Applied> applied = apply(of("v1", "ConfigMap", null, "one"), of("v1", "Namespace", null, "n"));

        assertThat(applied)
                .extracting(one -> one.ref().toString())
                .containsExactlyInAnyOrder("ConfigMap default/one", "Namespace n");
    }

    @Test
    void aKindThatTheServerDoesNotKnowYetIsWaitedFor() {
        api.doesNotKnow("CiliumPodIPPool");
        List<Applied> applied = new Applier(api, false, deadline, text -> {
                    said.add(text);
                    api.learns("CiliumPodIPPool");
                })
                .apply(List.of(of("cilium.io/v2alpha1", "CiliumPodIPPool", null, "pool")));

        assertThat(applied).hasSize(1);
        assertThat(said).singleElement().asString().contains("does not know the kind CiliumPodIPPool");
        assertThat(deadline.remaining()).isEqualTo(Duration.ofSeconds(599));
    }

    @Test
    void aKindThatNeverComesEndsTheWaitLongBeforeTheDeadline() {
        api.doesNotKnow("Thing");

        assertThatThrownBy(() -> apply(of("example.org/v1", "Thing", "a", "t")))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(Reason.OBJECT_REFUSED))
                .hasMessageContaining("Thing a/t");
        assertThat(deadline.remaining()).isGreaterThan(Duration.ofMinutes(8));
    }

    @Test
    void whatMayHealIsTriedAgainAndWhatMayNotIsNot() {
        api.has(of("v1", "Namespace", null, "a"));
        AtomicInteger attempts = new AtomicInteger();
        api.refuses("one", answer(ApiException.Kind.WEBHOOK_FAILED, 500, "failed calling webhook"));
        api.beforeEachApply(fake -> {
            if (attempts.incrementAndGet() == 3) {
                fake.accepts("one");
            }
        });
        apply(of("v1", "ConfigMap", "a", "one"));
        assertThat(attempts).hasValue(3);
        assertThat(said).containsExactly("ConfigMap a/one: failed calling webhook");

        api.refuses("two", answer(ApiException.Kind.REFUSED, 422, "spec is invalid"));
        assertThatThrownBy(() -> apply(of("v1", "ConfigMap", "a", "two"))).hasMessageContaining("spec is invalid");
        assertThat(said).as("what is refused is not tried again").hasSize(1);
    }

    @Test
    void conflictsAreShownAndTakenOverOnlyWhenAskedFor() {
        api.has(of("v1", "Namespace", null, "a"));
        api.refuses(
                "web",
                new ApiException(
                        ApiException.Kind.CONFLICT,
                        409,
                        "Apply failed with 1 conflict",
                        ".spec.replicas: conflict with \"kubectl\""));
        KubeObject web = of("apps/v1", "Deployment", "a", "web");

        assertThatThrownBy(() -> apply(web)).isInstanceOfSatisfying(FailureException.class, e -> {
            assertThat(e.failure().reason()).isEqualTo(Reason.FIELD_CONFLICT);
            assertThat(e.failure().details()).containsExactly(".spec.replicas: conflict with \"kubectl\"");
            assertThat(e.failure().next()).contains("--force-conflicts");
        });
        assertThat(new Applier(api, true, deadline, said::add).apply(List.of(web)))
                .hasSize(1);
    }

    @Test
    void workloadsWaitForTheServiceAccountOfTheirNamespace() {
        AtomicInteger looks = new AtomicInteger();
        api.beforeEachGet(fake -> {
            if (looks.incrementAndGet() == 6) {
                fake.hasServiceAccount("new");
            }
        });

        apply(of("v1", "Namespace", null, "new"), of("v1", "Pod", "new", "p"));

        assertThat(said).contains("namespace new has no default service account yet");
        assertThat(api.applied()).containsExactly("Namespace new", "Pod new/p");
    }

    @Test
    void aNamespaceOnItsWayOutIsMadeAnewOnceItIsGone() {
        KubeObject leaving = object(
                "v1", "Namespace", null, "a", Map.of("metadata", Map.of("deletionTimestamp", "2026-11-23T10:00:00Z")));
        api.has(leaving);
        AtomicInteger looks = new AtomicInteger();
        api.beforeEachGet(fake -> {
            if (looks.incrementAndGet() == 4) {
                fake.remove(leaving.ref());
            }
        });

        assertThat(apply(of("v1", "Namespace", null, "a")))
                .extracting(Applied::change)
                .containsExactly(Change.CREATED);
        assertThat(said).containsExactly("Namespace a is being deleted");
    }

    @Test
    void customObjectsWaitUntilTheirDefinitionIsEstablishedAndInDiscovery() {
        KubeObject definition = object(
                "apiextensions.k8s.io/v1",
                "CustomResourceDefinition",
                null,
                "things.example.org",
                Map.of(
                        "spec",
                        Map.of(
                                "group", "example.org",
                                "names", Map.of("kind", "Thing"),
                                "versions", List.of(Map.of("name", "v1", "served", true)))));
        api.doesNotKnow("Thing");
        AtomicInteger looks = new AtomicInteger();
        api.beforeEachGet(fake -> {
            int look = looks.incrementAndGet();
            if (look == 3) {
                fake.has(new KubeObject(dev.labctl.tree.Tree.merge(
                        definition.tree(),
                        Map.of(
                                "metadata",
                                Map.of("resourceVersion", "7"),
                                "status",
                                Map.of("conditions", List.of(Map.of("type", "Established", "status", "True")))))));
            }
            if (look == 5) {
                fake.learns("Thing");
            }
        });

        apply(of("example.org/v1", "Thing", "a", "t"), definition);

        assertThat(api.applied()).containsExactly("CustomResourceDefinition things.example.org", "Thing a/t");
        assertThat(said)
                .containsExactly(
                        "CustomResourceDefinition things.example.org is not established yet",
                        "CustomResourceDefinition things.example.org is not in discovery yet");
    }

    @Test
    void theFirstFailureIsToldAndLaterPhasesAreNotBegun() {
        api.refuses("bad", answer(ApiException.Kind.REFUSED, 400, "bad request"));

        assertThatThrownBy(() -> apply(of("v1", "ConfigMap", "a", "bad"), of("apps/v1", "Deployment", "a", "web")))
                .hasMessageContaining("ConfigMap a/bad");
        assertThat(api.applied()).doesNotContain("Deployment a/web");
    }

    @Test
    void deletingGoesTheOtherWayRoundAndSaysWhatWasThere() {
        List<ObjectRef> refs = apply(
                        of("v1", "Namespace", null, "a"),
                        of("v1", "Service", "a", "web"),
                        of("apps/v1", "Deployment", "a", "web"))
                .stream()
                .map(Applied::ref)
                .toList();
        api.remove(refs.get(1));

        List<ObjectRef> gone = new Deleter(api, new Wait(deadline, said::add)).delete(refs);

        assertThat(api.deleted()).containsExactly("Deployment a/web", "Namespace a");
        assertThat(gone).hasSize(2);
    }
}
