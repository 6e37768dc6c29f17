package dev.labctl.kubernetes;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import java.util.List;

/** An answer of the API server that is not the one hoped for, or no answer. Never holds the content of an object. */
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
        /** Too many requests, a server error, or a webhook that does not answer, yet. */
        UNAVAILABLE(true),
        /** Others manage fields that this object sets. */
        CONFLICT(false),
        /** The object, or the request for it, is not acceptable. */
        REFUSED(false);

        private final boolean retryable;

        Kind(boolean retryable) {
            this.retryable = retryable;
        }
    }

    private final Kind kind;
    private final int code;
    private final List<String> details;

    public ApiException(Kind kind, int code, String message, List<String> details) {
        super(message);
        this.kind = kind;
        this.code = code;
        this.details = List.copyOf(details);
    }

    public Kind kind() {
        return kind;
    }

    /** The HTTP status, 0 where there was no answer. */
    public int code() {
        return code;
    }

    public List<String> details() {
        return details;
    }

    /** Whether the same request may succeed a little later. */
    public boolean retryable() {
        return kind.retryable;
    }

    /** The failure to report when this happened to something, such as {@code Deployment default/nginx}. */
    public FailureException failure(String what) {
        Failure failure =
                switch (kind) {
                    case UNREACHABLE ->
                        Failure.of(
                                Reason.API_UNREACHABLE,
                                "the API server does not answer: " + getMessage(),
                                "Check that the cluster's nodes run (`docker ps`), then run the same command again.");
                    case CONFLICT ->
                        Failure.of(
                                Reason.FIELD_CONFLICT,
                                what + " has fields that somebody else manages",
                                "Run it with --force-conflicts to take them over, or undo the other change.");
                    case UNKNOWN_KIND, NAMESPACE_MISSING, UNAVAILABLE, REFUSED ->
                        Failure.of(
                                Reason.OBJECT_REFUSED,
                                "the API server did not take " + what + ": " + getMessage(),
                                "Mend the manifest, or what it relies on, and run the same command again.");
                };
        return new FailureException(failure.withDetails(details), this);
    }
}
