package dev.labctl.kubernetes;

import static dev.labctl.kubernetes.FakeApi.object;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ObservationTest {
    private final FakeApi api = new FakeApi();

    private List<String> seen(ObjectRef... also) {
        return Observation.read(api, Instant.EPOCH, List.of(also)).list("ConfigMap").stream()
                .map(KubeObject::ref)
                .map(ObjectRef::toString)
                .toList();
    }

    private static ObjectRef named(int number) {
        return ObjectRef.ofCluster("v1", "ConfigMap", "c" + number);
    }

    @Test
    void whatSomeoneAsksForIsThereAndNothingElseOfItsKind() {
        api.has(
                object("v1", "ConfigMap", "default", "c1", Map.of()),
                object("v1", "ConfigMap", "default", "c2", Map.of()),
                object("v1", "Secret", "default", "s", Map.of()));

        assertThat(seen(named(1), named(1).in("default"), ObjectRef.ofCluster("v1", "Secret", "s")))
                .containsOnly("ConfigMap default/c1");
    }

    /** A lab of a thousand ConfigMaps is read by one request. */
    @Test
    void manyOfAKindAreReadAtOnce() {
        IntStream.range(0, 50).forEach(i -> api.has(object("v1", "ConfigMap", "default", "c" + i, Map.of())));
        api.has(object("v1", "ConfigMap", "other", "c1", Map.of()));
        List<Integer> gets = new ArrayList<>();
        api.beforeEachGet(any -> gets.add(1));

        List<String> seen =
                seen(IntStream.range(1, 40).mapToObj(ObservationTest::named).toArray(ObjectRef[]::new));

        assertThat(seen).hasSize(39).doesNotContain("ConfigMap default/c0", "ConfigMap other/c1");
        assertThat(gets).as("the settings of Cilium alone").hasSize(1);
    }

    @Test
    void aNamespaceIsPartOfTheName() {
        IntStream.range(0, 6)
                .forEach(i -> api.has(
                        object("v1", "ConfigMap", "a", "c" + i, Map.of()),
                        object("v1", "ConfigMap", "b", "c" + i, Map.of())));

        assertThat(seen(IntStream.range(0, 6).mapToObj(i -> named(i).in("a")).toArray(ObjectRef[]::new)))
                .hasSize(6)
                .allMatch(name -> name.startsWith("ConfigMap a/"));
    }
}
