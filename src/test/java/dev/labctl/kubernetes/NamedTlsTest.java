package dev.labctl.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.labctl.process.Executables;
import dev.labctl.process.JdkProcessRunner;
import dev.labctl.time.Deadline;
import dev.labctl.time.Operation;
import dev.labctl.time.TimeSource;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server at an address of this machine whose certificate is for {@code api.example.org} alone. */
class NamedTlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path folder;

    private static HttpsServer server;
    private static String authority;

    @BeforeAll
    static void start() throws Exception {
        Path file = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=api",
                        "-ext",
                        "san=dns:api.example.org",
                        "-ext",
                        "bc=ca:true",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            byte[] answer = "{\"gitVersion\": \"v1.30.0\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        String pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(store.getCertificate("server").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        authority = Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static String version(String more) throws Exception {
        Path config = Files.writeString(
                folder.resolve("config"),
                "clusters: [{name: c, cluster: {server: \"https://127.0.0.1:"
                        + server.getAddress().getPort() + "\", " + more + "}}]\n"
                        + "contexts: [{name: prod, context: {cluster: c}}]\n");
        ContextConnector connector = new ContextConnector(
                new KubeconfigFiles(List.of(config)),
                new JdkProcessRunner(Map.of()),
                new Executables(Map.of(), "Linux"),
                Map.of());
        Deadline deadline = Deadline.in(Duration.ofMinutes(1), TimeSource.system());
        try (KubeApi api = connector
                .connect("prod", new Operation(deadline, said -> {}, line -> {}))
                .api()) {
            return api.version();
        }
    }

    private static String trusting() {
        return "certificate-authority-data: " + authority;
    }

    private static ApiException refused(String more) {
        ApiException e = catchThrowableOfType(ApiException.class, () -> version(more));
        assertThat(e).as("refused").isNotNull();
        assertThat(e.kind()).isEqualTo(ApiException.Kind.UNREACHABLE);
        return e;
    }

    @Test
    void theCertificateMustBeForTheNameThatIsAskedFor() throws Exception {
        assertThat(version(trusting() + ", tls-server-name: api.example.org")).isEqualTo("v1.30.0");
        assertThat(refused(trusting() + ", tls-server-name: other.example.org"))
                .hasMessageContaining("other.example.org");
        assertThat(refused(trusting())).hasMessageContaining("127.0.0.1");
        assertThat(refused("tls-server-name: api.example.org")).hasMessageContaining("certification path");
    }

    @Test
    void orIsNotLookedAt() throws Exception {
        assertThat(version("insecure-skip-tls-verify: true")).isEqualTo("v1.30.0");
    }
}
