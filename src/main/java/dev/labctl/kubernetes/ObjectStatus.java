package dev.labctl.kubernetes;

import dev.labctl.failure.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How far an object is on the way to what its spec asks for. */
public sealed interface ObjectStatus {
    ObjectStatus CURRENT = new Current();

    /** Everything that the spec asks for is there. */
    record Current() implements ObjectStatus {}

    /** Not there yet, but it may still come. */
    record InProgress(String why) implements ObjectStatus {}

    /** It will not come by waiting; the reason is empty where the caller of the wait decides it. */
    record Failed(Optional<Reason> reason, String why) implements ObjectStatus {
        public Failed(String why) {
            this(Optional.empty(), why);
        }
    }

    /** Current, or in progress for this reason. */
    static ObjectStatus currentIf(boolean current, String why) {
        return current ? CURRENT : new InProgress(why);
    }

    /** In progress as long as something is missing. */
    static ObjectStatus currentUnless(Optional<String> missing) {
        return missing.<ObjectStatus>map(InProgress::new).orElse(CURRENT);
    }

    /** The first that is not current; a failure goes before everything else. */
    static ObjectStatus worst(List<ObjectStatus> all) {
        return Stream.of(Failed.class, InProgress.class)
                .flatMap(type -> all.stream().filter(type::isInstance))
                .findFirst()
                .orElse(CURRENT);
    }
}
