package dev.labctl.ipam;

import java.util.Optional;
import java.util.function.Function;

/** What an attempt to allocate or to set up an allocator comes to: a value, or the text with which it is refused. */
public sealed interface Attempt<T> {
    record Done<T>(T result) implements Attempt<T> {}

    /**
     * Nothing was given.
     *
     * @param text what Cilium or Kubernetes says, word for word
     */
    record Refused<T>(String text) implements Attempt<T> {}

    static <T> Attempt<T> done(T value) {
        return new Done<>(value);
    }

    static <T> Attempt<T> refused(String error) {
        return new Refused<>(error);
    }

    /** Continues with what was given; a refusal stays one. */
    default <R> Attempt<R> then(Function<? super T, ? extends Attempt<R>> next) {
        if (this instanceof Done<T> done) {
            return next.apply(done.result);
        }
        return refused(error().orElseThrow());
    }

    /** What was given; empty if it was refused. */
    default Optional<T> value() {
        return this instanceof Done<T> done ? Optional.of(done.result) : Optional.empty();
    }

    /** The text of the refusal; empty if there is none. */
    default Optional<String> error() {
        return this instanceof Refused<T> refused ? Optional.of(refused.text) : Optional.empty();
    }
}
