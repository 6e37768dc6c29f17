package dev.labctl.lab;

import java.util.Locale;

/** The state in which a lab is verified: some labs have a deliberate fault, which the reader fixes. */
public enum LabState {
    /** As the lab's files create it, including a deliberate fault. */
    FAULT,
    /** Fixed, with every requested pod running. */
    HEALTHY;

    /** As in {@code lab.yaml} and on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
