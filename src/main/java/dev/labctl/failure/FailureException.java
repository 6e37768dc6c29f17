package dev.labctl.failure;

/** Carries a {@link Failure} from its origin to the one place that reports it. */
public final class FailureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    /** A failure of that reason: see {@link Failure#of}. */
    public FailureException(Reason reason, String message, String next) {
        this(Failure.of(reason, message, next));
    }

    public FailureException(Reason reason, String message, String next, Throwable cause) {
        this(Failure.of(reason, message, next), cause);
    }

    public FailureException(Failure failure) {
        super(failure.reason() + ": " + failure.message());
        this.failure = failure;
    }

    public FailureException(Failure failure, Throwable cause) {
        super(failure.reason() + ": " + failure.message(), cause);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
