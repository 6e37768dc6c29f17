package dev.labctl.kubernetes;

import dev.labctl.kubernetes.KubeApi.Execution;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecListener;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a command in a container, by fabric8's client. */
final class ContainerCommand {
    private ContainerCommand() {}

    /** As {@link KubeApi#exec} says. */
    static Execution run(
            KubernetesClient client,
            String namespace,
            String pod,
            String container,
            List<String> argv,
            Duration timeout) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Ending ending = new Ending();
        try (ExecWatch running = client.pods()
                .inNamespace(namespace)
                .withName(pod)
                .inContainer(container)
                .writingOutput(out)
                .writingError(err)
                .usingListener(ending)
                .exec(argv.toArray(String[]::new))) {
            int exitCode = running.exitCode().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Execution(
                    exitCode,
                    out.toString(StandardCharsets.UTF_8),
                    err.toString(StandardCharsets.UTF_8) + (exitCode < 0 ? ending.message : ""));
        } catch (TimeoutException e) {
            throw unavailable(argv.get(0) + " in " + pod + " did not end within " + timeout.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw unavailable(argv.get(0) + " could not be run in " + pod + ": "
                    + e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KubernetesClientException("interrupted", e);
        }
    }

    private static ApiException unavailable(String message) {
        return new ApiException(ApiException.Kind.UNAVAILABLE, 0, message);
    }

    /** Hears why a command did not begin, such as that there is no such program: the server says it apart from all output. */
    private static final class Ending implements ExecListener {
        private volatile String message = "";

        @Override
        public void onExit(int code, Status status) {
            message = Optional.ofNullable(status).map(Status::getMessage).orElse("");
        }

        @Override
        public void onClose(int code, String reason) {
            // The exit code says all that matters.
        }
    }
}
