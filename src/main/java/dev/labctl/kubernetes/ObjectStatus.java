package dev.labctl.kubernetes;

import dev.labctl.failure.Reason;
import java.util.Optional;

/** How far an object is on the way to what its spec asks for. */
public sealed interface ObjectStatus {
    ObjectStatus CURRENT = new Current();

    /** Everything that the spec asks for is there. */
    record Current() implements ObjectStatus {}

    /** Not there yet, but it may still come. */
    record InProgress(String why) implements ObjectStatus {}

    /**
     * It will not come by waiting.
     *
     * @param reason empty where the caller of the wait decides it
     */
    record Failed(Optional<Reason> reason, String why) implements ObjectStatus {
        public Failed(String why) {
            this(Optional.empty(), why);
        }
    }
}
