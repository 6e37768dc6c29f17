package dev.labctl.failure;

/** How bad something is that the reader should know, worst first. */
public enum Severity {
    /** Something does not work, and does not recover by itself. */
    ERROR,
    /** Something may fail, or does not do what was intended. */
    WARNING,
    /** Worth knowing: it passes by itself, or does no harm. */
    NOTE
}
