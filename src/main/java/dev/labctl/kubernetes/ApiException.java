package dev.labctl.kubernetes;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.redaction.Redaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** An error that the API server answered, or no answer. Never holds the content of an object. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of answer it was, as far as it matters for what to do next. */
    public enum Kind {
        /** No connection, or it broke. */
        UNREACHABLE(true),
        /** The server does not know this kind of object, yet. */
        UNKNOWN_KIND(true),
        /** The namespace is not there, yet. */
        NAMESPACE_MISSING(true),
        /** Too many requests, or an error of the server: no fault of the request. */
        UNAVAILABLE(true),
        /** A webhook that the server calls for this object does not answer, yet. */
        WEBHOOK_FAILED(true),
        /** Other managers own fields that this object sets. */
        CONFLICT(false),
        /** The reader's rights do not cover the request, or there is nothing to read it from. */
        FORBIDDEN(false),
        /** The object, or the request for it, is not acceptable. */
        REFUSED(false);

        private final boolean retryable;

        Kind(boolean retryable) {
            this.retryable = retryable;
        }
    }

    private final Kind kind;
    private final int code;
    private final String request;
    private final List<String> details;

    /** Null where a later time helps no more than now. */
    private final Duration retryAfter;

    /**
     * An answer.
     *
     * @param code the HTTP status, 0 where there was no answer
     * @param request its verb, and its path or object; empty where no request was made
     * @param details such as the fields in conflict
     */
    public ApiException(Kind kind, int code, String request, String message, List<String> details) {
        this(kind, code, request, message, details, Optional.empty());
    }

    /**
     * An answer that may be another one soon.
     *
     * @param retryAfter when the same request may be sent again
     */
    ApiException(
            Kind kind, int code, String request, String message, List<String> details, Optional<Duration> retryAfter) {
        super(Redaction.SHOWN.text(message));
        this.retryAfter = retryAfter.orElse(null);
        this.kind = kind;
        this.code = code;
        this.request = request;
        this.details = List.copyOf(details);
    }

    public ApiException(Kind kind, int code, String message, String... details) {
        this(kind, code, "", message, List.of(details));
    }

    /** In kubectl's words: a server that does not know a kind knows no path to ask it for. */
    public static ApiException unknownKind(ObjectRef ref) {
        return new ApiException(
                Kind.UNKNOWN_KIND,
                404,
                "no matches for kind \"" + ref.kind() + "\" in version \"" + ref.apiVersion() + "\"");
    }

    public Kind kind() {
        return kind;
    }

    public int code() {
        return code;
    }

    public List<String> details() {
        return details;
    }

    /** When the same request may be sent again: the server puts it off, or the connection broke. Empty in all other cases. */
    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Whether the same request may succeed a little later. */
    public boolean retryable() {
        return kind.retryable;
    }

    private Failure refused(String what) {
        if (code == 401) {
            return Failure.of(
                    Reason.CREDENTIALS_MISSING,
                    "the API server does not accept the credentials: " + getMessage(),
                    "They may have expired: log in to the cluster again, then run the same command again.");
        }
        return read()
                ? Failure.of(
                        Reason.OBJECT_REFUSED,
                        "the API server refused " + request + ": " + getMessage(),
                        "Check what the credentials of this cluster are allowed to read.")
                : Failure.of(
                        Reason.OBJECT_REFUSED,
                        "the API server did not accept " + what + ": " + getMessage(),
                        "Fix the manifest, or what it relies on, then run the same command again.");
    }

    /** The failure to report. */
    public FailureException failure() {
        return failure(request.isEmpty() ? "a request" : request);
    }

    /** The failure to report when this happened to an object; a read names its request instead. */
    public FailureException failure(String what) {
        Failure failure =
                switch (kind) {
                    case UNREACHABLE ->
                        Failure.of(
                                Reason.API_UNREACHABLE,
                                "the API server does not answer: " + getMessage() + inRequest(),
                                "Check that the cluster's nodes run (`labctl status`), then run the same command again.");
                    case UNAVAILABLE ->
                        Failure.of(
                                Reason.API_UNREACHABLE,
                                code == 0
                                        ? getMessage()
                                        : "the API server answered " + code + " to "
                                                + (request.isEmpty() ? what : request) + ": " + getMessage(),
                                "Run the same command again. If it fails again, check the API server:"
                                        + " `kubectl get --raw '/readyz?verbose'`.");
                    case CONFLICT ->
                        Failure.of(
                                Reason.FIELD_CONFLICT,
                                what + " has fields that another manager owns",
                                "Run it with --force-conflicts to take them over, or undo the other change.");
                    case FORBIDDEN ->
                        Failure.of(
                                Reason.OBJECT_REFUSED,
                                "the API server refused " + (read() ? request : what) + ": " + getMessage(),
                                "Use credentials that have this right, or ask for it.");
                    case UNKNOWN_KIND, NAMESPACE_MISSING, WEBHOOK_FAILED, REFUSED -> refused(what);
                };
        return new FailureException(failure.withDetails(details), this);
    }

    private boolean read() {
        return request.startsWith("GET ");
    }

    private String inRequest() {
        return request.isEmpty() ? "" : " (" + request + ")";
    }
}
