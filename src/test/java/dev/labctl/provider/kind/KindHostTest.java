package dev.labctl.provider.kind;

import static dev.labctl.lab.TestChapters.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.lab.KindConfig;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.TestChapters;
import dev.labctl.tools.ContainerEngine;
import dev.labctl.tools.Platform;
import dev.labctl.tree.Tree;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the API server listens, on this machine and on others. */
class KindHostTest {
    private static final KindHost REMOTE =
            new KindHost(Platform.LINUX, ContainerEngine.DOCKER, Map.of("DOCKER_HOST", "tcp://10.0.0.5:2375"));

    @TempDir
    Path folder;

    private KindConfig kind(String networking) {
        return new TestChapters(folder)
                .file("chapter04/kind.yaml", TestChapters.KIND.replace("networking:\n", "networking:\n" + networking))
                .resolve(LabRef.of("chapter04"))
                .kind()
                .orElseThrow();
    }

    @Test
    void anIpv6ApiServerListensOnIpv4IfDockerRunsInAVirtualMachine() {
        KindConfig ipv6 = kind("  ipFamily: ipv6\n");

        assertThat(KindHost.local(Platform.LINUX).config(ipv6)).isEqualTo(ipv6.tree());
        assertThat(Tree.texts(KindHost.local(Platform.MACOS).config(ipv6), "networking"))
                .containsEntry("apiServerAddress", "127.0.0.1")
                .containsEntry("ipFamily", "ipv6");
        KindConfig ipv4 = kind("");
        assertThat(KindHost.local(Platform.MACOS).config(ipv4)).isEqualTo(ipv4.tree());
        assertThat(KindHost.local(Platform.MACOS).exposure(ipv6)).isEmpty();
    }

    @Test
    void onARemoteEngineItListensOnThatMachine() {
        KindConfig kind = kind("  podSubnet: 10.1.0.0/16\n");

        assertThat(Tree.texts(REMOTE.config(kind), "networking"))
                .containsEntry("podSubnet", "10.1.0.0/16")
                .containsEntry("apiServerAddress", "10.0.0.5")
                .containsEntry("apiServerPort", "-1");
        assertThat(REMOTE.exposedAddress(kind)).contains("10.0.0.5");
        assertThat(REMOTE.exposure(kind))
                .contains("the container engine is on another machine (tcp://10.0.0.5:2375), so the API server of the"
                        + " cluster would listen on 10.0.0.5");
    }

    @Test
    void whatTheFileSaysStays() {
        KindConfig port = kind("  apiServerPort: 6443\n");
        assertThat(REMOTE.additions(port)).isEqualTo(Map.of("apiServerAddress", "10.0.0.5"));

        Failure failure = failureOf(() -> REMOTE.exposure(kind("  apiServerAddress: 127.0.0.1\n")));
        assertThat(failure.reason()).isEqualTo(Reason.LAB_INVALID);
        assertThat(failure.message()).contains("container engine's host (tcp://10.0.0.5:2375)");
    }

    @Test
    void aNameThatOnlySshKnows() {
        KindHost alias =
                new KindHost(Platform.LINUX, ContainerEngine.DOCKER, Map.of("DOCKER_HOST", "ssh://alias.invalid"));

        Failure failure = failureOf(() -> alias.exposure(kind("")));

        assertThat(failure.reason()).isEqualTo(Reason.DOCKER_UNREACHABLE);
        assertThat(failure.message()).contains("alias.invalid", "has no address that this machine can find");
    }

    @Test
    void aFileThatOpensTheApiServerOfThisMachine() {
        KindHost local = KindHost.local(Platform.LINUX);

        assertThat(local.exposure(kind(""))).isEmpty();
        assertThat(local.exposure(kind("  apiServerAddress: 127.0.0.1\n"))).isEmpty();
        assertThat(local.exposure(kind("  apiServerAddress: '::1'\n"))).isEmpty();
        assertThat(local.exposure(kind("  apiServerAddress: 0.0.0.0\n")))
                .contains("kind.yaml makes the API server listen on 0.0.0.0, where other machines can reach it");
    }

    @Test
    void itsAddresses() {
        assertThat(REMOTE.has("10.0.0.5")).isTrue();
        assertThat(REMOTE.has("10.0.0.6")).isFalse();
        assertThat(REMOTE.has("0.0.0.0")).as("would be this machine").isFalse();
        assertThat(KindHost.local(Platform.LINUX).has("0.0.0.0")).isTrue();
        assertThat(KindHost.local(Platform.LINUX).has("127.0.0.1")).isTrue();
        assertThat(KindHost.local(Platform.LINUX).has("192.0.2.1")).isFalse();
    }
}
