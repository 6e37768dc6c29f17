package dev.labctl.lab;

import java.util.Locale;

/** What a lab is like when it is looked at: some are about a fault, which the reader mends in the end. */
public enum LabState {
    /** As the lab's files make it, with the fault that it may be about. */
    FAULT,
    /** The same with every pod running that is asked for. */
    HEALTHY;

    /** As {@code lab.yaml} and the command line have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
