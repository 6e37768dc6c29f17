package dev.labctl.command.planner;

/** Which cluster that is there may be deleted, so that the lab's takes its place. */
public enum Replacing {
    /** None: a cluster that is not the lab's is refused. */
    NOTHING,
    /** One that labctl created. */
    OWN,
    /** Also one that labctl did not create: the reader knows what is lost with it. */
    ANY;

    /** Whether labctl's own cluster is replaced, even if it matches. */
    boolean own() {
        return this != NOTHING;
    }
}
