package dev.labctl.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.ExitCode;
import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ApiException.Kind;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiErrorsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "409|Apply failed with 1 conflict: conflict with \"kubectl\"|CONFLICT",
                "409|Operation cannot be fulfilled: the object has been modified|UNAVAILABLE",
                "404|namespaces \"a\" not found|NAMESPACE_MISSING",
                "404|the server could not find the requested resource|UNKNOWN_KIND",
                "403|pods is forbidden: unable to create new content in namespace a because it is being terminated"
                        + "|NAMESPACE_MISSING",
                "403|pods is forbidden: User cannot create|REFUSED",
                "422|Deployment.apps \"x\" is invalid: spec.selector: field is immutable|REFUSED",
                "400|strict decoding error: unknown field|REFUSED",
                "429|too many requests|UNAVAILABLE",
                "500|Internal error occurred: failed calling webhook \"x\"|WEBHOOK_FAILED",
                "400|failed calling webhook \"x\": connection refused|WEBHOOK_FAILED",
                "500|failed to convert new object (default/x; /v1, Kind=Secret) to proper version|REFUSED",
                "500|failed to create typed patch object (default/x; apps/v1, Kind=Deployment)|REFUSED",
                "503|etcd leader changed|UNAVAILABLE"
            })
    void kinds(int code, String message, Kind kind) {
        assertThat(ApiErrors.kind(code, message)).isEqualTo(kind);
    }

    @Test
    void theClientsOwnWordsAreNotPassedOn() {
        KubernetesClientException client = new KubernetesClientException(
                "Could not find a registered handler for item: [Secret(data={password=c2VjcmV0})]",
                new ConnectException("Connection refused"));

        RuntimeException translated = ApiErrors.translate(client, "GET /version");

        assertThat(translated).isInstanceOf(ApiException.class).hasMessage("Connection refused");
        assertThat(translated).hasNoCause();
    }

    /** Nothing is wrong with a manifest, on a read least of all. */
    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503, 504})
    void aServerThatCannotAnswerIsNotReachableAndTheRequestIsNamed(int code) {
        var status = new StatusBuilder()
                .withCode(code)
                .withMessage("etcdserver: request timed out")
                .build();

        ApiException e = (ApiException)
                ApiErrors.translate(new KubernetesClientException("x", code, status), "GET /api/v1/nodes");

        assertThat(e.retryable()).isTrue();
        Failure failure = e.failure("Node a").failure();
        assertThat(failure.reason()).isEqualTo(Reason.API_UNREACHABLE);
        assertThat(failure.reason().exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(failure.message())
                .isEqualTo("the API server answered " + code + " to GET /api/v1/nodes: etcdserver: request timed out");
        assertThat(failure.next()).startsWith("Run the same command again.").doesNotContain("manifest");
    }

    /** As a proxy in between answers. */
    @Test
    void anAnswerThatIsNotOfTheApiServerCountsByItsCode() {
        ApiException e =
                (ApiException) ApiErrors.translate(new KubernetesClientException("x", 502, null), "GET /version");

        assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(e.failure().failure().message()).isEqualTo("the API server answered 502 to GET /version: HTTP 502");
    }

    @Test
    void noAnswerNamesTheRequest() {
        ApiException e = (ApiException) ApiErrors.translate(
                new KubernetesClientException("x", new java.net.http.HttpTimeoutException("request timed out")),
                "GET /api/v1/nodes");

        assertThat(e.failure().failure().reason()).isEqualTo(Reason.API_UNREACHABLE);
        assertThat(e.failure().failure().message())
                .isEqualTo("the API server does not answer: request timed out (GET /api/v1/nodes)");
    }

    @Test
    void aReadThatIsForbiddenIsNoFaultOfAManifest() {
        var status = new StatusBuilder()
                .withCode(403)
                .withMessage("secrets is forbidden")
                .build();

        ApiException e = (ApiException)
                ApiErrors.translate(new KubernetesClientException("x", 403, status), "GET /api/v1/secrets");

        assertThat(e.failure("a step").failure().message())
                .isEqualTo("the API server refused GET /api/v1/secrets: secrets is forbidden");
        assertThat(e.failure().failure().next()).doesNotContain("manifest");
    }

    @Test
    void conflictsAreListed() {
        var status = new StatusBuilder()
                .withCode(409)
                .withMessage("Apply failed with 1 conflict")
                .withNewDetails()
                .addNewCause(".spec.replicas", "conflict with \"kubectl\" using apps/v1", "FieldManagerConflict")
                .endDetails()
                .build();

        ApiException e = (ApiException) ApiErrors.translate(new KubernetesClientException("x", 409, status), "PATCH x");

        assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
        assertThat(e.details()).containsExactly(".spec.replicas: conflict with \"kubectl\" using apps/v1");
        assertThat(e.failure("Deployment a/web").failure().reason()).isEqualTo(Reason.FIELD_CONFLICT);
    }

    @Test
    void anInterruptionIsNoFailureOfTheServer() {
        KubernetesClientException client = new KubernetesClientException("x", new InterruptedException());

        RuntimeException translated = ApiErrors.translate(client, "GET /version");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(((FailureException) translated).failure().reason()).isEqualTo(Reason.INTERRUPTED);
    }

    @Test
    void aDefectStaysADefect() {
        NullPointerException defect = new NullPointerException("x");

        assertThat(ApiErrors.translate(defect, "GET /version")).isSameAs(defect);
    }
}
