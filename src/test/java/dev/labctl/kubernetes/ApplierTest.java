package dev.labctl.kubernetes;

import static dev.labctl.kubernetes.FakeApi.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labctl.failure.ExitCode;
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
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void aRefusedObjectIsToldAndKeepsNoOtherAway() {
        api.has(of("v1", "Namespace", null, "a"));
        api.refuses("bad", answer(ApiException.Kind.REFUSED, 400, "bad request"));

        assertThatThrownBy(() -> apply(of("v1", "ConfigMap", "a", "bad"), of("apps/v1", "Deployment", "a", "web")))
                .hasMessageContaining("ConfigMap a/bad");
        assertThat(api.applied()).containsExactly("Deployment a/web");
    }

    @ParameterizedTest
    @CsvSource({"v1, Namespace, ns", "apiextensions.k8s.io/v1, CustomResourceDefinition, things.example.org"})
    void whatOthersNeedToExistEndsItWhenRefused(String apiVersion, String kind, String name) {
        api.has(of("v1", "Namespace", null, "a"));
        api.refuses(name, answer(ApiException.Kind.REFUSED, 400, "bad request"));

        assertThatThrownBy(() -> apply(of(apiVersion, kind, null, name), of("apps/v1", "Deployment", "a", "web")))
                .hasMessageContaining(name);
        assertThat(api.applied()).isEmpty();
    }

    /** Each object would wait as long again. */
    @Test
    void whatIsWaitedForInVainEndsItAtOnce() {
        api.has(of("v1", "Namespace", null, "a"));
        List<KubeObject> many = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            many.add(of("v1", "ConfigMap", "a", "m" + i));
            api.refuses("m" + i, answer(ApiException.Kind.WEBHOOK_FAILED, 500, "failed calling webhook"));
        }

        assertThatThrownBy(() -> apply(many.toArray(KubeObject[]::new))).hasMessageContaining("failed calling webhook");
        assertThat(said.stream().distinct()).hasSizeLessThan(100);
    }

    /** Refused by admission, invalid, and in conflict with another manager. */
    @Test
    void ofFiveThousandObjectsTheRefusedOnesAreToldOnceEachAndTheRestIsApplied() {
        api.has(of("v1", "Namespace", null, "a"));
        List<KubeObject> objects = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            KubeObject object =
                    i % 10 == 0 ? of("apps/v1", "Deployment", "a", "web-" + i) : of("v1", "ConfigMap", "a", "map-" + i);
            objects.add(object);
            if (i % 100 == 50) {
                api.refuses(object.name(), refusal(i));
            }
        }
        List<Thread> before = List.copyOf(Thread.getAllStackTraces().keySet());

        assertThatThrownBy(() -> apply(objects.toArray(KubeObject[]::new)))
                .isInstanceOfSatisfying(FailureException.class, e -> {
                    assertThat(e.failure().reason().exitCode()).isEqualTo(ExitCode.FAILED);
                    assertThat(e.failure().message())
                            .isEqualTo("50 of 5000 objects were not accepted; the others are applied");
                    assertThat(e.failure().details()).hasSize(50).doesNotHaveDuplicates();
                    assertThat(e.failure().details())
                            .anyMatch(line -> line.contains("a/web-50:") && line.contains("denied"));
                    assertThat(e.failure().next()).contains("--force-conflicts", "Fix the manifest");
                });
        assertThat(api.applied()).hasSize(4_950);
        await(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("apply") && thread.isAlive() && !before.contains(thread)));
    }

    private static ApiException refusal(int number) {
        return switch (number / 100 % 3) {
            case 0 -> answer(ApiException.Kind.FORBIDDEN, 403, "admission webhook \"policy\" denied the request");
            case 1 -> answer(ApiException.Kind.REFUSED, 422, "spec is invalid");
            default ->
                new ApiException(
                        ApiException.Kind.CONFLICT,
                        409,
                        "Apply failed with 1 conflict",
                        ".spec.replicas: conflict with \"kubectl\"");
        };
    }

    private static void await(BooleanSupplier condition) {
        for (int i = 0; i < 500 && !condition.getAsBoolean(); i++) {
            LockSupport.parkNanos(10_000_000);
        }
        assertThat(condition.getAsBoolean()).isTrue();
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
