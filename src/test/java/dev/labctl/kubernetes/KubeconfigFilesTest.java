package dev.labctl.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files of a kubeconfig, as kubectl reads them. */
class KubeconfigFilesTest {
    private static final String WHOLE =
            """
            apiVersion: v1
            kind: Config
            clusters:
            - name: here
              cluster: {server: "https://10.0.0.1:6443"}
            users:
            - name: me
              user: {token: secret}
            contexts:
            - name: prod
              context: {cluster: here, user: me, namespace: shop}
            """;

    @TempDir
    Path folder;

    private Path file(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Kubeconfig context(String name, Path... files) {
        return new KubeconfigFiles(List.of(files)).context(name);
    }

    private static Failure refused(String name, Path... files) {
        FailureException e = catchThrowableOfType(FailureException.class, () -> context(name, files));
        assertThat(e).as("a failure").isNotNull();
        return e.failure();
    }

    private Failure refused(String text) {
        Failure failure = refused("prod", file("config", text));
        assertThat(failure.reason()).isEqualTo(Reason.KUBECONFIG_INVALID);
        assertThat(failure.reason().exitCode().number()).isEqualTo(2);
        assertThat(failure.toString()).doesNotContain("secret");
        return failure;
    }

    @Test
    void ofTwoEntriesOfANameTheFirstCountsAndFilesThatDoNotExistAreSkipped() {
        Path first = file(
                "first",
                """
                clusters: [{name: here, cluster: {server: "https://first:6443"}}]
                """);
        Path second = file(
                "second",
                """
                clusters: [{name: here, cluster: {server: "https://second:6443"}}]
                contexts: [{name: prod, context: {cluster: here, user: me}}]
                """);
        Path third = file(
                "third",
                """
                contexts: [{name: prod, context: {cluster: nowhere}}]
                users: [{name: me, user: {username: u, password: 123}}]
                """);

        Kubeconfig kubeconfig = context("prod", first, folder.resolve("none"), second, third);

        assertThat(kubeconfig.cluster()).isEqualTo(Map.of("server", "https://first:6443"));
        assertThat(kubeconfig.user()).isEqualTo(Map.of("username", "u", "password", "123"));
    }

    @Test
    void kubeconfigNamesTheFilesAndTheHomeHasOneWhereItNamesNone() {
        assertThat(KubeconfigFiles.of(Map.of("KUBECONFIG", "/a:relative::/b"), folder)
                        .files())
                .containsExactly(Path.of("/a"), Path.of("relative"), Path.of("/b"));
        assertThat(KubeconfigFiles.of(Map.of("KUBECONFIG", ""), folder).files())
                .containsExactly(folder.resolve(".kube/config"));
    }

    @Test
    void anotherContextsCredentialsAreLeftOut() {
        Path file = file("config", WHOLE + "- name: other\n  context: {cluster: here, user: other}\n");

        assertThat(context("prod", file).text()).contains("namespace: shop").doesNotContain("other");
    }

    @Test
    void relativePathsStartAtTheFolderOfTheFile() {
        file("deep/token", "  secret-token\n");
        Path file = file(
                "deep/config",
                """
                clusters: [{name: c, cluster: {server: "https://h", certificate-authority: pki/ca.crt}}]
                users:
                - {name: u, user: {client-certificate: ../me.crt, client-key: /abs/me.key, tokenFile: token}}
                - {name: p, user: {exec: {command: bin/login, apiVersion: client.authentication.k8s.io/v1}}}
                - {name: q, user: {exec: {command: aws, apiVersion: client.authentication.k8s.io/v1}}}
                contexts:
                - {name: prod, context: {cluster: c, user: u}}
                - {name: program, context: {cluster: c, user: p}}
                - {name: known, context: {cluster: c, user: q}}
                """);

        assertThat(context("prod", file).cluster())
                .containsEntry(
                        "certificate-authority",
                        folder.resolve("deep/pki/ca.crt").toString());
        assertThat(context("prod", file).user())
                .isEqualTo(Map.of(
                        "client-certificate", folder.resolve("me.crt").toString(),
                        "client-key", "/abs/me.key",
                        "token", "secret-token"));
        assertThat(context("program", file).text()).contains("command: " + folder.resolve("deep/bin/login"));
        assertThat(context("known", file).text()).contains("command: aws");
    }

    @Test
    void dataGoesBeforeFiles() {
        Path file = file(
                "config",
                """
                clusters: [{name: c, cluster: {server: "https://h", certificate-authority: ca, certificate-authority-data: YQ==}}]
                contexts: [{name: prod, context: {cluster: c}}]
                """);

        assertThat(context("prod", file).cluster()).doesNotContainKey("certificate-authority");
        assertThat(context("prod", file).user()).isEmpty();
    }

    @Test
    void anUnknownContextIsAnsweredWithThoseThatAreLikeIt() {
        Path file = file("config", WHOLE);

        Failure near = refused("prd", file);

        assertThat(near.reason()).isEqualTo(Reason.CONTEXT_UNKNOWN);
        assertThat(near.message()).isEqualTo("there is no context prd in " + file);
        assertThat(near.next()).isEqualTo("Did you mean prod?");
        assertThat(near.details()).containsExactly("prod");
        assertThat(refused("elsewhere", file).next()).contains("kubectl config get-contexts");
        assertThat(refused("prod", folder.resolve("none")).next()).contains("KUBECONFIG");
        assertThat(refused("prod", file("empty", "# nothing\n")).reason()).isEqualTo(Reason.CONTEXT_UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    contexts: [{name: prod, context: {user: me}}] | names no cluster
                    contexts: [{name: prod, context: {cluster: lost}}] | names the cluster "lost", which is not there
                    contexts: [{name: prod, context: [here]}] | the context "prod" is not a map
                    contexts: {prod: {cluster: here}} | contexts is not a list
                    contexts: [{name: prod, context: {cluster: [here]}}] | cluster of "prod" is not a text
                    contexts: [{name: prod | not valid YAML
                    - just a list | is not a kubeconfig
                    just a text | is not a kubeconfig
                    """)
    void whatIsNoContextIsSaid(String text, String why) {
        assertThat(refused(text).message()).contains(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {} | has no server
                    {server: ""} | has no server
                    {server: [a]} | server of "c" is not a text
                    {server: "10.0.0.1:6443"} | is no URL
                    {server: "::"} | is no URL
                    {server: "ftp://host"} | is no URL
                    """)
    void whatIsNoClusterIsSaid(String cluster, String why) {
        String text =
                "contexts: [{name: prod, context: {cluster: c}}]\nclusters: [{name: c, cluster: " + cluster + "}]\n";

        assertThat(refused(text).message()).contains(why);
    }

    @Test
    void brokenYamlIsShownWithItsLine() {
        assertThat(refused(WHOLE + "users: [\n").message()).contains(folder.resolve("config") + ":");
    }

    @Test
    void aFolderALongFileAndBytesThatAreNoTextAreSaid() throws IOException {
        assertThat(refused("prod", folder).message()).contains(folder + " cannot be read");
        assertThat(refused("# " + "x".repeat(1 << 20)).message()).contains("has more than 1 MiB");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 0, 1});
        assertThat(refused("prod", binary).message()).contains("is not text in UTF-8");
    }

    @Test
    void aTokenFileThatIsNotThereIsSaid() {
        Failure failure = refused(
                """
                clusters: [{name: c, cluster: {server: "https://h"}}]
                users: [{name: u, user: {tokenFile: lost}}]
                contexts: [{name: prod, context: {cluster: c, user: u}}]
                """);

        assertThat(failure.message()).contains(folder.resolve("lost") + " does not exist");
    }
}
