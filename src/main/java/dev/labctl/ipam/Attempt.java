package dev.labctl.ipam;

import java.util.Optional;
import java.util.function.Function;

/** The result of an attempt to allocate, or to set up an allocator: a value, or the text of the refusal. */
public sealed interface Attempt<T> {
    record Done<T>(T result) implements Attempt<T> {}

    /**
     * A refusal.
     *
     * @param text the error text of Cilium or Kubernetes, word for word
     */
    record Refused<T>(String text) implements Attempt<T> {}

    static <T> Attempt<T> done(T value) {
        return new Done<>(value);
    }

    static <T> Attempt<T> refused(String error) {
        return new Refused<>(error);
    }

    /** Applies a function to the value; a refusal is passed on. */
    default <R> Attempt<R> then(Function<? super T, ? extends Attempt<R>> next) {
        if (this instanceof Done<T> done) {
            return next.apply(done.result);
        }
        return refused(error().orElseThrow());
    }

    /** The value; empty after a refusal. */
    default Optional<T> value() {
        return this instanceof Done<T> done ? Optional.of(done.result) : Optional.empty();
    }

    /** The text of the refusal; empty after a success. */
    default Optional<String> error() {
        return this instanceof Refused<T> refused ? Optional.of(refused.text) : Optional.empty();
    }
}
