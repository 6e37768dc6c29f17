package dev.labctl.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.yaml.YamlReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KindKubeconfigTest {
    private static final String LOCAL = "https://127.0.0.1:6443";

    private static String kubeconfig(String context, String server, String user) {
        return kubeconfig(context, server, "", user);
    }

    private static String kubeconfig(String context, String server, String ofCluster, String user) {
        return "apiVersion: v1\nkind: Config\ncurrent-context: " + context + "\nclusters:\n- name: kind-x\n  cluster:\n"
                + "    server: " + server + "\n" + (ofCluster.isEmpty() ? "" : "    " + ofCluster + "\n")
                + "contexts:\n- name: kind-x\n  context: {cluster: kind-x, user: kind-x}\n"
                + "users:\n- name: kind-x\n  user: " + user + "\n";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://127.0.0.1:6443", "https://localhost:6443", "https://[::1]:35000", "https://127.1.2.3:1"
            })
    void aClusterOnThisMachine(String server) {
        Kubeconfig kubeconfig =
                KindKubeconfig.read(kubeconfig("kind-x", server, "{token: secret}"), "kind-x", host -> false);

        assertThat(kubeconfig.context()).isEqualTo("kind-x");
        assertThat(kubeconfig.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://10.0.0.1:6443",
                "https://example.org",
                "https://127.0.0.1.example.org",
                "https://127.0.0.1@example.org",
                "https://127.0.0.1:6443@example.org",
                "https://x@127.0.0.1:6443",
                "http://127.0.0.1:6443",
                "https://0.0.0.0:6443",
                "https://2130706433:6443",
                "https://127.0.0.1 :6443",
                "https://[::1",
                "//127.0.0.1:6443",
                "127.0.0.1:6443",
                "nothing",
                ""
            })
    void aServerElsewhere(String server) {
        refused(kubeconfig("kind-x", "'" + server + "'", "{}"), "is not on this machine");
    }

    @Test
    void aServerOnAKnownMachine() {
        String text = kubeconfig("kind-x", "https://10.0.0.5:32768", "{token: secret}");

        Kubeconfig read = KindKubeconfig.read(text, "kind-x", "10.0.0.5"::equals);
        assertThat(YamlReader.values(read.text())).isEqualTo(YamlReader.values(text));
        assertThatThrownBy(() -> KindKubeconfig.read(text, "kind-x", "10.0.0.6"::equals))
                .isInstanceOf(FailureException.class);
    }

    @Test
    void anotherContext() {
        refused(kubeconfig("prod", LOCAL, "{}"), "it is not for the context kind-x");
        refused("", "it is not for the context kind-x");
        refused("not: [yaml", "it is not for the context kind-x");
        refused("[]", "it is not for the context kind-x");
    }

    /** A client may read another of them than was looked at. */
    @Test
    void twoDocuments() {
        String one = kubeconfig("kind-x", LOCAL, "{}");
        refused(one + "---\n" + one.replace("127.0.0.1", "10.0.0.1"), "it is not for the context kind-x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{exec: {command: rm, apiVersion: v1}}",
                "{exec: {}}",
                "{exec: null}",
                "{token: x, exec: {command: rm}}",
                "{auth-provider: {name: gcp}}"
            })
    void aProgramToRun(String user) {
        refused(kubeconfig("kind-x", LOCAL, user), "names a program that is to be run");
        refused(
                kubeconfig("kind-x", LOCAL, "{token: x}") + "- name: other\n  user: " + user + "\n",
                "names a program that is to be run");
    }

    @ParameterizedTest
    @CsvSource({
        "proxy-url: 'http://10.0.0.1:3128', proxy-url",
        "insecure-skip-tls-verify: true, insecure-skip-tls-verify",
        "tls-server-name: example.org, tls-server-name",
        "certificate-authority: /etc/ca.crt, certificate-authority"
    })
    void whatLeadsAClientElsewhere(String ofCluster, String named) {
        refused(kubeconfig("kind-x", LOCAL, ofCluster, "{}"), "it has " + named + ", which kind does not write");
    }

    @ParameterizedTest
    @CsvSource({"{tokenFile: /etc/token}, tokenFile", "{client-key: /etc/key}, client-key", "{as: admin}, as"})
    void credentialsFromElsewhere(String user, String named) {
        refused(kubeconfig("kind-x", LOCAL, user), "it has " + named + ", which kind does not write");
    }

    /** Clients differ in which of several entries of one name they take. */
    @Test
    void entriesThatDoNotFitTheContext() {
        String text = kubeconfig("kind-x", LOCAL, "{}");
        refused(text + "- name: kind-x\n  user: {token: other}\n", "its users do not fit");
        refused(text.replace("cluster: kind-x", "cluster: other"), "its clusters do not fit");
        refused(text.replace("contexts:\n- name: kind-x", "contexts:\n- name: other"), "its contexts do not fit");
    }

    @Test
    void clientsGetTheContextsOwnEntriesAlone() {
        String text = kubeconfig("kind-x", LOCAL, "{token: mine}") + "- name: other\n  user: {token: theirs}\n";

        assertThat(KindKubeconfig.read(text, "kind-x", host -> false).text())
                .contains("mine")
                .doesNotContain("theirs");
    }

    private static void refused(String text, String why) {
        assertThatThrownBy(() -> KindKubeconfig.read(text, "kind-x", host -> false))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(Reason.KUBECONFIG_UNSAFE))
                .hasMessageContaining(why);
    }
}
