package dev.labctl.kubernetes;

import dev.labctl.failure.Failure;
import dev.labctl.kubernetes.ApiException.Kind;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusDetails;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * From fabric8's exceptions to labctl's. The client's own messages are not passed on: some contain the complete object,
 * and with it the content of Secrets.
 */
final class ApiErrors {
    private static final Pattern NO_NAMESPACE = Pattern.compile("namespaces \"[^\"]*\" not found");
    private static final Pattern NOT_THE_TYPE =
            Pattern.compile("failed to (?:convert new object|create typed patch object)");
    /** Authorization's own words (Kubernetes {@code apiserver/pkg/endpoints/handlers/responsewriters}): admission has others. */
    private static final Pattern FORBIDDEN = Pattern.compile("User \"[^\"]*\" cannot ");

    private static final List<Class<? extends Exception>> NO_CONNECTION = List.of(
            ConnectException.class,
            NoRouteToHostException.class,
            PortUnreachableException.class,
            UnknownHostException.class,
            SSLException.class,
            HttpTimeoutException.class,
            InterruptedIOException.class,
            TimeoutException.class,
            UnresolvedAddressException.class);

    private static final int LONGEST = 600;

    private ApiErrors() {}

    /** The exception to throw for one of the client's; the request is its verb, and its path or object. */
    static RuntimeException translate(RuntimeException e, String request) {
        if (Thread.currentThread().isInterrupted() || chain(e).anyMatch(InterruptedException.class::isInstance)) {
            Thread.currentThread().interrupt();
            return Failure.interrupted("the request " + request).asException();
        }
        if (!(e instanceof KubernetesClientException client)) {
            return e;
        }
        int code = client.getCode();
        if (code <= 0) {
            Optional<Duration> again = brokeOff(client) ? Optional.of(Duration.ZERO) : Optional.empty();
            return new ApiException(Kind.UNREACHABLE, 0, request, network(client), List.of(), again);
        }
        Optional<Status> status = Optional.ofNullable(client.getStatus());
        String message = shorten(status.map(Status::getMessage).orElse("HTTP " + code));
        List<String> conflicts = status.map(ApiErrors::conflicts).orElse(List.of());
        return new ApiException(kind(code, message), code, request, message, conflicts, putOff(code, status));
    }

    /** Too many requests, or an error of the server; how long it is to be left alone, its Status may tell. */
    private static Optional<Duration> putOff(int code, Optional<Status> status) {
        if (code != 429 && code < 500) {
            return Optional.empty();
        }
        return Optional.of(status.map(Status::getDetails)
                .map(StatusDetails::getRetryAfterSeconds)
                .map(Duration::ofSeconds)
                .orElse(Duration.ZERO));
    }

    /** Whether there was a connection, which was closed before the answer was whole. */
    private static boolean brokeOff(Throwable e) {
        return chain(e).anyMatch(IOException.class::isInstance)
                && chain(e).noneMatch(cause -> NO_CONNECTION.stream().anyMatch(type -> type.isInstance(cause)));
    }

    static Kind kind(int code, String message) {
        if (code == 409 && message.contains("Apply failed with")) {
            return Kind.CONFLICT;
        }
        if (message.contains("failed calling webhook")) {
            return Kind.WEBHOOK_FAILED;
        }
        if (code == 404) {
            return NO_NAMESPACE.matcher(message).find() ? Kind.NAMESPACE_MISSING : Kind.UNKNOWN_KIND;
        }
        // A namespace that is going away refuses new objects until it is gone, then it is missing.
        if (code == 403 && message.contains("because it is being terminated")) {
            return Kind.NAMESPACE_MISSING;
        }
        if (code == 403 && FORBIDDEN.matcher(message).find()) {
            return Kind.FORBIDDEN;
        }
        // Server-side apply answers a value of a wrong type with 500, and always will.
        if (NOT_THE_TYPE.matcher(message).find()) {
            return Kind.REFUSED;
        }
        // 409 without field managers: another client changed the object at the same moment.
        return code == 409 || code == 429 || code >= 500 ? Kind.UNAVAILABLE : Kind.REFUSED;
    }

    private static List<String> conflicts(Status status) {
        if (status.getDetails() == null) {
            return List.of();
        }
        return status.getDetails().getCauses().stream()
                .filter(cause -> "FieldManagerConflict".equals(cause.getReason()))
                .map(cause -> cause.getField() + ": " + cause.getMessage())
                .toList();
    }

    private static String network(Throwable e) {
        Optional<Throwable> deepest =
                chain(e).filter(IOException.class::isInstance).reduce((outer, inner) -> inner);
        Optional<String> message = deepest.map(Throwable::getMessage);
        // The JDK's client gives no message where nothing listens on the port.
        boolean refused = chain(e).anyMatch(t -> t instanceof ConnectException && t.getMessage() == null);
        return refused
                ? "the connection is refused"
                : message.map(ApiErrors::shorten)
                        .orElse(deepest.orElse(e).getClass().getSimpleName());
    }

    private static Stream<Throwable> chain(Throwable e) {
        return Stream.iterate(e, Objects::nonNull, Throwable::getCause);
    }

    private static String shorten(String message) {
        return message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…";
    }
}
