package dev.labctl.kubernetes;

import static dev.labctl.lab.TestChapters.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.labctl.failure.ExitCode;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.HttpApi.Trouble;
import dev.labctl.time.Deadline;
import dev.labctl.time.Operation;
import dev.labctl.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of requests to a server that is slow, silent, overloaded or broken, with fabric8's client against real HTTP. */
@Timeout(60)
class BoundedApiTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final KubeObject ONE =
            FakeApi.object("v1", "ConfigMap", "default", "one", Map.of("data", Map.of("key", "value")));

    private final FakeApi objects = new FakeApi().has(ONE);
    private final HttpApi server = new HttpApi(objects);
    private final VirtualTime time = new VirtualTime();
    private final Instant start = time.now();
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final KubeApi direct =
            Fabric8Api.connect(new Kubeconfig(server.kubeconfig("c") + "current-context: c\n", "c"));
    private final KubeApi api = within(TIMEOUT);

    @AfterEach
    void stop() {
        direct.close();
        server.close();
    }

    private KubeApi within(Duration timeout) {
        Operation operation = new Operation(Deadline.in(timeout, time), heard::add, line -> {});
        return new Connection(direct, Optional.empty()).within(operation).api();
    }

    private Duration passed() {
        return Duration.between(start, time.now());
    }

    private static void request(KubeApi api, String request) {
        switch (request) {
            case "version" -> api.version();
            case "scope" -> api.scope("v1", "ConfigMap");
            case "get" -> api.get(ONE.ref());
            case "list" -> api.list("v1", "ConfigMap", Optional.empty(), Map.of());
            case "logs" -> api.logs("default", "pod", "container", LogRange.ALL);
            case "apply" -> api.apply(ONE, false);
            case "delete" -> api.delete(ONE.ref());
            default -> throw new AssertionError(request);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "scope", "get", "list", "logs", "apply", "delete"})
    void noRequestOutlivesTheDeadline(String request) {
        server.onRequest(() -> time.sleep(Duration.ofSeconds(13))).always(new Trouble.Silence());

        Failure failure = failureOf(() -> request(api, request));

        assertThat(failure.reason()).isEqualTo(Reason.DEADLINE_PASSED);
        assertThat(failure.reason().exitCode()).isEqualTo(ExitCode.DEADLINE);
        assertThat(failure.message())
                .startsWith("the API server did not answer within the command's 10 s: the request to ");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void manySlowAnswersDoNotOutliveItEither() {
        server.onRequest(() -> time.sleep(Duration.ofSeconds(5)));

        Failure failure = failureOf(() -> Observation.read(api, time.now(), List.of()));

        assertThat(failure.reason()).isEqualTo(Reason.DEADLINE_PASSED);
        assertThat(server.requests()).hasSizeLessThan(10);
    }

    @Test
    void anInterruptEndsItAtOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        server.onRequest(asked::countDown).always(new Trouble.Silence());
        CompletableFuture<Failure> end = new CompletableFuture<>();
        Thread command = new Thread(() -> end.complete(failureOf(() -> api.get(ONE.ref()))));
        command.start();
        asked.await();

        command.interrupt();

        assertThat(end.get().reason()).isEqualTo(Reason.INTERRUPTED);
        assertThat(passed()).isZero();
    }

    /** The pauses grow from a second; one that the server asks for is kept. */
    @ParameterizedTest
    @ValueSource(strings = {"version", "scope", "get", "list"})
    void aReadThatIsPutOffIsSentAgain(String request) {
        request(direct, "scope");
        server.begins(new Trouble.Refusal(429, 5), new Trouble.Refusal(500, 0), new Trouble.Refusal(503, 0));

        request(within(Duration.ofMinutes(1)), request);

        assertThat(passed()).isEqualTo(Duration.ofSeconds(request.equals("scope") ? 0 : 5 + 2 + 4));
        assertThat(heard)
                .hasSize(request.equals("scope") ? 0 : 3)
                .allMatch(line -> line.startsWith("the API server does not answer yet ("));
    }

    /** Java's client may send a read again by itself; then the server has closed more connections than this one. */
    @Test
    void aReadWhoseConnectionBreaksIsSentAgain() {
        request(direct, "scope");
        Trouble closed = new Trouble.Closed();
        server.begins(closed, closed, closed);

        assertThat(within(Duration.ofMinutes(1)).get(ONE.ref()))
                .map(KubeObject::name)
                .contains("one");
        assertThat(heard).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"429, 0", "429, 4", "500, 0", "503, 60"})
    void whatGoesOnIsToldAsWhatItIs(int code, int retryAfter) {
        server.always(new Trouble.Refusal(code, retryAfter));
        for (Duration timeout : List.of(TIMEOUT, Duration.ofMinutes(10))) {
            Instant began = time.now();
            KubeApi bounded = within(timeout);

            Failure failure = catchThrowableOfType(ApiException.class, bounded::version)
                    .failure()
                    .failure();

            assertThat(failure.reason()).isEqualTo(Reason.API_UNREACHABLE);
            assertThat(failure.reason().exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(failure.message()).isEqualTo("the API server answered " + code + " to GET /version: try again");
            assertThat(Duration.between(began, time.now()))
                    .isLessThanOrEqualTo(timeout)
                    .isLessThanOrEqualTo(Duration.ofSeconds(30));
        }
    }

    @Test
    void connectionsThatBreakForEverAreTold() {
        server.always(new Trouble.Closed());

        ApiException broken = catchThrowableOfType(ApiException.class, api::version);

        assertThat(broken.kind()).isEqualTo(ApiException.Kind.UNREACHABLE);
        assertThat(broken.failure().failure().reason()).isEqualTo(Reason.API_UNREACHABLE);
        assertThat(passed()).isPositive().isLessThanOrEqualTo(TIMEOUT);
    }

    @Test
    void aServerThatIsNotThereIsToldAtOnce() {
        server.close();

        assertThat(catchThrowableOfType(ApiException.class, api::version).kind())
                .isEqualTo(ApiException.Kind.UNREACHABLE);
        assertThat(passed()).isZero();
    }

    /** Whether a change that failed was done nevertheless, only who asked for it can tell. */
    @ParameterizedTest
    @ValueSource(strings = {"apply", "delete"})
    void aChangeIsNotSentAgain(String request) {
        request(direct, "scope");
        server.begins(new Trouble.Refusal(500, 0));

        ApiException refused = catchThrowableOfType(ApiException.class, () -> request(api, request));

        assertThat(refused.kind()).isEqualTo(ApiException.Kind.UNAVAILABLE);
        assertThat(server.requests()).hasSize(2);
        assertThat(passed()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"401", "403", "404"})
    void anAnswerIsNotAskedForAgain(int code) {
        server.begins(new Trouble.Refusal(code, 0));
        try {
            api.version();
        } catch (ApiException e) {
            assertThat(e.code()).isEqualTo(code);
        }
        assertThat(heard).isEmpty();
        assertThat(passed()).isZero();
    }
}
