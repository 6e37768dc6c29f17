package dev.labctl.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubeconfigTest {
    private static String kubeconfig(String context, String server, String user) {
        return "apiVersion: v1\nkind: Config\ncurrent-context: " + context + "\nclusters:\n- name: kind-x\n  cluster:\n"
                + "    server: " + server + "\ncontexts:\n- name: kind-x\n  context: {cluster: kind-x, user: kind-x}\n"
                + "users:\n- name: kind-x\n  user: " + user + "\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://127.0.0.1:6443", "https://localhost:6443", "https://[::1]:35000", "https://127.1.2.3:1"
            })
    void aClusterOnThisMachine(String server) {
        Kubeconfig kubeconfig =
                Kubeconfig.local(kubeconfig("kind-x", server, "{token: secret}"), "kind-x", host -> false);

        assertThat(kubeconfig.context()).isEqualTo("kind-x");
        assertThat(kubeconfig.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://10.0.0.1:6443", "https://example.org", "https://127.0.0.1.example.org", "nothing", ""})
    void aServerElsewhere(String server) {
        refused(kubeconfig("kind-x", "'" + server + "'", "{}"), "is not on this machine");
    }

    @Test
    void aServerOnAKnownMachine() {
        String text = kubeconfig("kind-x", "https://10.0.0.5:32768", "{token: secret}");

        assertThat(Kubeconfig.local(text, "kind-x", "10.0.0.5"::equals).text()).isEqualTo(text);
        assertThatThrownBy(() -> Kubeconfig.local(text, "kind-x", "10.0.0.6"::equals))
                .isInstanceOf(FailureException.class);
    }

    @Test
    void anotherContext() {
        refused(kubeconfig("prod", "https://127.0.0.1:6443", "{}"), "it is not for the context kind-x");
        refused("", "it is not for the context kind-x");
        refused("not: [yaml", "it is not for the context kind-x");
    }

    @Test
    void aProgramToRun() {
        refused(
                kubeconfig("kind-x", "https://127.0.0.1:6443", "{exec: {command: rm, apiVersion: v1}}"),
                "names a program that is to be run");
        refused(
                kubeconfig("kind-x", "https://127.0.0.1:6443", "{auth-provider: {name: gcp}}"),
                "names a program that is to be run");
    }

    private static void refused(String text, String why) {
        assertThatThrownBy(() -> Kubeconfig.local(text, "kind-x", host -> false))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(Reason.KUBECONFIG_UNSAFE))
                .hasMessageContaining(why);
    }
}
