package dev.labctl.addresses;

import dev.labctl.failure.Severity;

/**
 * Something in a lab that the reader should know before a cluster is created.
 *
 * @param reason a stable word for scripts
 * @param fix what to change; may be empty
 */
public record Finding(Severity severity, String reason, String message, String fix) {
    public static Finding error(String reason, String message, String fix) {
        return new Finding(Severity.ERROR, reason, message, fix);
    }

    public static Finding warning(String reason, String message, String fix) {
        return new Finding(Severity.WARNING, reason, message, fix);
    }
}
