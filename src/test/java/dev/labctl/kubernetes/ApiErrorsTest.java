package dev.labctl.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ApiException.Kind;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                "500|Internal error occurred: failed calling webhook \"x\"|UNAVAILABLE",
                "400|failed calling webhook \"x\": connection refused|UNAVAILABLE",
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

        RuntimeException translated = ApiErrors.translate(client);

        assertThat(translated).isInstanceOf(ApiException.class).hasMessage("Connection refused");
        assertThat(translated).hasNoCause();
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

        ApiException e = (ApiException) ApiErrors.translate(new KubernetesClientException("x", 409, status));

        assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
        assertThat(e.details()).containsExactly(".spec.replicas: conflict with \"kubectl\" using apps/v1");
        assertThat(e.failure("Deployment a/web").failure().reason()).isEqualTo(Reason.FIELD_CONFLICT);
    }

    @Test
    void anInterruptionIsNoFailureOfTheServer() {
        KubernetesClientException client = new KubernetesClientException("x", new InterruptedException());

        RuntimeException translated = ApiErrors.translate(client);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(((FailureException) translated).failure().reason()).isEqualTo(Reason.INTERRUPTED);
    }

    @Test
    void aDefectStaysADefect() {
        NullPointerException defect = new NullPointerException("x");

        assertThat(ApiErrors.translate(defect)).isSameAs(defect);
    }
}
