package dev.labctl.json;

/** JSON that cannot be read, or a stream that cannot be written. */
public final class UncheckedJsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UncheckedJsonException(tools.jackson.core.JacksonException cause) {
        super(cause.getOriginalMessage(), cause);
    }

    UncheckedJsonException(String message) {
        super(message);
    }
}
