package dev.labctl.kubernetes;

import static dev.labctl.kubernetes.FakeApi.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ListsTest {
    private static final List<List<String>> KINDS =
            List.of(List.of("v1", "Pod"), List.of("v1", "Node"), List.of("v1", "Service"));

    private static KubeApi cluster(CountDownLatch allAsked) {
        return new FakeApi() {
            @Override
            public boolean concurrent() {
                return true;
            }

            @Override
            public List<KubeObject> list(
                    String apiVersion, String kind, Optional<String> namespace, Map<String, String> labels) {
                allAsked.countDown();
                try {
                    allAsked.await();
                } catch (InterruptedException e) {
                    throw new ApiException(ApiException.Kind.UNREACHABLE, 0, "ended");
                }
                if (kind.equals("Node")) {
                    throw new ApiException(ApiException.Kind.UNAVAILABLE, 500, "broken");
                }
                return super.list(apiVersion, kind, namespace, labels);
            }
        }.has(object("v1", "Service", "default", "s", Map.of()), object("v1", "Pod", "default", "p", Map.of()));
    }

    @Test
    void kindsAreAskedForAtOnceAndComeInTheirOrder() {
        List<List<String>> two = List.of(KINDS.get(0), KINDS.get(2));

        assertThat(Lists.read(cluster(new CountDownLatch(2)), two))
                .extracting(KubeObject::name)
                .containsExactly("p", "s");
    }

    @Test
    void anErrorOfTheServerIsTheSameFromAnotherThread() {
        assertThatThrownBy(() -> Lists.read(cluster(new CountDownLatch(3)), KINDS))
                .isInstanceOf(ApiException.class)
                .hasMessage("broken");
    }

    @Test
    void anInterruptionEndsIt() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Lists.read(cluster(new CountDownLatch(4)), KINDS))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(Reason.INTERRUPTED));
        assertThat(Thread.interrupted()).isTrue();
    }
}
