package dev.labctl.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.process.Executables;
import dev.labctl.process.JdkProcessRunner;
import dev.labctl.time.Deadline;
import dev.labctl.time.Operation;
import dev.labctl.time.TimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent to an API server, over a real socket, for each kind of user and cluster of a kubeconfig. */
@DisabledOnOs(OS.WINDOWS)
class ContextConnectorTest {
    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>(Map.of("PATH", System.getenv("PATH")));
    private HttpApi server;

    @BeforeEach
    void start() {
        server = new HttpApi(new FakeApi());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Path file(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Connection connect(String cluster, String user) {
        Path config = file(
                "config",
                "clusters: [{name: c, cluster: " + cluster + "}]\nusers: [{name: u, user: " + user
                        + "}]\ncontexts: [{name: prod, context: {cluster: c, user: u}}]\n");
        ContextConnector connector = new ContextConnector(
                new KubeconfigFiles(List.of(config)),
                new JdkProcessRunner(environment),
                new Executables(environment, "Linux"),
                environment);
        Deadline deadline = Deadline.in(Duration.ofMinutes(1), TimeSource.system());
        return connector.connect("prod", new Operation(deadline, said -> {}, line -> {}));
    }

    private String here() {
        return "{server: \"" + server.url() + "\"}";
    }

    /** The headers with which the version is asked for. */
    private Map<String, String> sent(String user) {
        try (KubeApi api = connect(here(), user).api()) {
            assertThat(api.version()).isEqualTo("v1.33.12");
            return server.headers("/version");
        }
    }

    private Failure refused(String cluster, String user) {
        FailureException e = catchThrowableOfType(FailureException.class, () -> {
            try (KubeApi api = connect(cluster, user).api()) {
                api.version();
            }
        });
        assertThat(e).as("a failure").isNotNull();
        assertThat(e.failure().toString()).doesNotContain("secret");
        return e.failure();
    }

    private String program(String script) {
        Path program = file("login", "#!/bin/sh\n" + script);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return "{exec: {command: ./login, apiVersion: client.authentication.k8s.io/v1, "
                + "args: [\"$HOME; touch owned\", two], env: [{name: PROFILE, value: mine}], installHint: \" Get it. \"}}";
    }

    private static String printing(String status) {
        return "cat <<END\n{\"apiVersion\": \"client.authentication.k8s.io/v1\", \"kind\": \"ExecCredential\", \"status\": "
                + status + "}\nEND\n";
    }

    @Test
    void aTokenAPasswordAndNothing() {
        assertThat(sent("{token: secret-1}")).containsEntry("authorization", "Bearer secret-1");
        file("token", "secret-2\n");
        assertThat(sent("{tokenFile: token}")).containsEntry("authorization", "Bearer secret-2");
        assertThat(sent("{username: u, password: p}")).containsEntry("authorization", "Basic dTpw");
        assertThat(sent("{}")).doesNotContainKey("authorization");
    }

    @Test
    void whoActsForSomeoneElseSaysSo() {
        assertThat(sent("{token: t, as: jane, as-groups: [dev, ops]}"))
                .containsEntry("impersonate-user", "jane")
                .hasEntrySatisfying(
                        "impersonate-group", groups -> assertThat(groups).contains("dev", "ops"));
    }

    @Test
    void aProgramGetsItsArgumentsVariablesAndQuestionWithoutAShell() throws IOException {
        environment.put("CLOUD_SETTING", "kept");
        String user = program("printf '%s|' \"$1\" \"$2\" \"$PROFILE\" \"$CLOUD_SETTING\" > " + folder.resolve("got")
                + "\nprintf '%s' \"$KUBERNETES_EXEC_INFO\" > " + folder.resolve("asked") + "\n"
                + printing("{\"token\": \"secret-3\"}"));

        assertThat(sent(user)).containsEntry("authorization", "Bearer secret-3");
        assertThat(folder.resolve("got")).hasContent("$HOME; touch owned|two|mine|kept|");
        assertThat(Files.readString(folder.resolve("asked")))
                .contains("\"client.authentication.k8s.io/v1\"", "\"interactive\" : false");
    }

    @Test
    void aTokenThatHasExpiredIsAskedForAgain() {
        Path runs = folder.resolve("runs");
        String user = program("echo run >> " + runs + "\n"
                + printing("{\"token\": \"secret-$(wc -l < " + runs
                        + " | tr -d ' ')\", \"expirationTimestamp\": \"2020-01-01T00:00:00Z\"}"));

        assertThat(sent(user).get("authorization")).startsWith("Bearer secret-").doesNotEndWith("-1");
    }

    @Test
    void aTokenThatIsValidIsAskedForOnce() {
        sent(program("echo run >> " + folder.resolve("runs") + "\n" + printing("{\"token\": \"secret\"}")));

        assertThat(folder.resolve("runs")).hasContent("run");
    }

    @Test
    void otherToolsRunTheProgramThemselves() {
        Connection connection = connect(here(), program(printing("{\"token\": \"secret\"}")));

        assertThat(connection.kubeconfig().orElseThrow().text())
                .contains("command: " + folder.resolve("login"))
                .doesNotContain("secret");
        connection.api().close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    echo 'log in first' >&2; echo secret; exit 3 | failed with exit code 3 | log in first
                    echo 'nonsense: secret' | printed no ExecCredential of client.authentication.k8s.io/v1 | ''
                    echo '{}' | printed no ExecCredential of client.authentication.k8s.io/v1 | ''
                    true | printed no ExecCredential of client.authentication.k8s.io/v1 | ''
                    """)
    void aProgramThatFailsIsAFailureInItsOwnWords(String script, String why, String words) {
        Failure failure = refused(here(), program(script + "\n"));

        assertThat(failure.reason()).isEqualTo(Reason.CREDENTIALS_MISSING);
        assertThat(failure.reason().exitCode().number()).isEqualTo(3);
        assertThat(failure.message())
                .isEqualTo("the program " + folder.resolve("login")
                        + ", from which the context prod gets its credentials, " + why);
        assertThat(String.join("", failure.details())).isEqualTo(words);
        assertThat(failure.next()).isEqualTo("Get it.");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aCredentialWithoutContentAndAProgramThatIsNotThere() {
        assertThat(refused(here(), program(printing("{\"token\": \"\"}"))).message())
                .endsWith("printed neither a token nor a certificate");
        Failure lost = refused(here(), "{exec: {command: no-such-login, apiVersion: client.authentication.k8s.io/v1}}");
        assertThat(lost.message())
                .isEqualTo("the program no-such-login, from which the context prod gets its credentials, is not there");
        assertThat(lost.reason()).isEqualTo(Reason.CREDENTIALS_MISSING);
        assertThat(lost.next()).contains("kubectl --context prod version");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {exec: {command: a, apiVersion: client.authentication.k8s.io/v1alpha1}} | v1alpha1
                    {exec: {apiVersion: client.authentication.k8s.io/v1}} | a program without a name
                    {exec: [a]} | exec of "u" is not a map
                    {auth-provider: gcp} | auth-provider of "u" is not a map
                    {as: a, as-groups: b} | as-groups of "u" is not a list
                    {auth-provider: {name: gcp}} | has the auth-provider gcp
                    {client-certificate: none.crt, client-key: none.key} | none.crt does not exist
                    {client-certificate-data: '!!!', client-key-data: '!!!'} | are not accepted
                    {client-certificate-data: YQ==, client-key-data: YQ==} | are not accepted
                    {token: [secret]} | token of "u" is not a text
                    """)
    void whatIsNoUserIsSaid(String user, String why) {
        Failure failure = refused("{server: \"https://127.0.0.1:1\"}", user);

        assertThat(failure.reason()).isEqualTo(Reason.KUBECONFIG_INVALID);
        assertThat(failure.message()).contains(why);
    }

    @Test
    void whoIsNotAcceptedIsToldSo() {
        server.accepts(headers -> false);

        ApiException e = catchThrowableOfType(ApiException.class, () -> sent("{token: secret}"));

        assertThat(e.failure().failure().reason()).isEqualTo(Reason.CREDENTIALS_MISSING);
        assertThat(server.requests()).allMatch(request -> request.equals("GET /version"));
    }

    @Test
    void aServerBelowAPath() {
        Path config =
                file("paths", server.kubeconfig("prod").replace(server.url(), server.url() + "/k8s/clusters/c-1"));
        assertThat(new KubeconfigFiles(List.of(config)).context("prod").cluster())
                .containsEntry("server", server.url() + "/k8s/clusters/c-1");
        try (KubeApi api = connect("{server: \"" + server.url() + "/k8s/clusters/c-1\"}", "{}")
                .api()) {
            assertThat(api.version()).isNotEmpty();
        }
        assertThat(server.requests()).containsExactly("GET /k8s/clusters/c-1/version");
    }

    /** A proxy that writes down what it is asked for, and refuses. */
    private static final class Proxy implements AutoCloseable {
        private final ServerSocket socket = open();
        private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

        Proxy() {
            Thread thread = new Thread(this::serve, "proxy");
            thread.setDaemon(true);
            thread.start();
        }

        private static ServerSocket open() {
            try {
                return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        String url() {
            return "http://127.0.0.1:" + socket.getLocalPort();
        }

        private void serve() {
            while (!socket.isClosed()) {
                try (Socket client = socket.accept()) {
                    InputStream in = client.getInputStream();
                    StringBuilder head = new StringBuilder();
                    while (!head.toString().endsWith("\r\n\r\n")) {
                        int c = in.read();
                        if (c < 0) {
                            break;
                        }
                        head.append((char) c);
                    }
                    asked.add(head.toString());
                    client.getOutputStream()
                            .write("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    return;
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private Optional<String> throughProxy(Proxy proxy, String cluster) {
        try (KubeApi api = connect(cluster, "{token: t}").api()) {
            assertThatThrownBy(api::version).isInstanceOf(ApiException.class);
        }
        return proxy.asked.stream()
                .findFirst()
                .map(head -> head.lines().findFirst().orElse(""));
    }

    /** The names are in no DNS: whoever would reach for them directly would not get to the proxy. */
    @Test
    void aClusterIsReachedThroughItsProxy() throws IOException {
        try (Proxy proxy = new Proxy()) {
            assertThat(throughProxy(
                            proxy, "{server: \"https://api.invalid:6443\", proxy-url: \"" + proxy.url() + "\"}"))
                    .contains("CONNECT api.invalid:6443 HTTP/1.1");
        }
    }

    @Test
    void orThroughThatOfTheEnvironmentUnlessItIsExcepted() throws IOException {
        try (Proxy proxy = new Proxy()) {
            environment.put("HTTPS_PROXY", proxy.url());
            environment.put("NO_PROXY", "direct.invalid");

            assertThat(throughProxy(proxy, "{server: \"https://direct.invalid:6443\"}"))
                    .isEmpty();
            assertThat(throughProxy(proxy, "{server: \"https://api.invalid:6443\"}"))
                    .contains("CONNECT api.invalid:6443 HTTP/1.1");
            assertThat(sent("{}")).isNotEmpty();
        }
    }

    @Test
    void otherKindsOfProxiesAreRefused() {
        assertThat(refused("{server: \"https://h\", proxy-url: \"socks5://127.0.0.1:1\"}", "{}")
                        .message())
                .contains("not one that is reached by http");
        assertThat(refused("{server: \"https://h\", proxy-url: \"http://a b\"}", "{}")
                        .message())
                .contains("the proxy is no URL");
    }
}
