package dev.labctl.lab;

/** The state in which a lab is verified: some labs have a deliberate fault, which the reader fixes. */
public enum LabState {
    /** As the lab's files create it, including a deliberate fault. */
    FAULT,
    /** Fixed, with every requested pod running. */
    HEALTHY
}
