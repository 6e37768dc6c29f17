package dev.labctl.cilium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.explain.Recordings;
import dev.labctl.kubernetes.Fabric8Api;
import dev.labctl.kubernetes.HttpApi;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.Kubeconfig;
import dev.labctl.kubernetes.Permitted;
import org.junit.jupiter.api.Test;

/** What is told of Cilium with few rights. */
class CiliumStateTest {
    private static CiliumState seen(String recording, String... forbidden) {
        try (HttpApi server = HttpApi.of(Recordings.read(recording)).forbids(forbidden);
                KubeApi api =
                        Fabric8Api.connect(new Kubeconfig(server.kubeconfig("c") + "current-context: c\n", "c"))) {
            return CiliumState.of(new Permitted(api));
        }
    }

    @Test
    void noSecretIsNeededToKnowThatItIsThere() {
        CiliumState state = seen("small-exhausted", "secrets");

        assertThat(state.installed()).isTrue();
        assertThat(state.release()).isEmpty();
        assertThat(state.settings()).isPresent();
    }

    @Test
    void itsDaemonSetOrItsPodsAreEnough() {
        assertThat(seen("small-exhausted", "secrets", "configmaps").installed()).isTrue();
        assertThat(seen("small-exhausted", "secrets", "configmaps", "daemonsets")
                        .installed())
                .isTrue();
    }

    @Test
    void whoMayReadNeitherDoesNotKnow() {
        CiliumState state = seen("small-exhausted", "secrets", "configmaps", "daemonsets", "pods");

        assertThat(state.installed()).isFalse();
        assertThat(state.absent()).isFalse();
    }

    @Test
    void whereItIsNotItIsAbsent() {
        assertThat(seen("no-cilium").absent()).isTrue();
        assertThat(seen("no-cilium", "secrets", "configmaps", "daemonsets").absent())
                .isTrue();
    }
}
