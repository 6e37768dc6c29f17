package dev.labctl.provider.rehearsal.simulation;

/** What should be the recording of a cluster is none. */
public final class DamagedRecordingException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedRecordingException(String message) {
        super(message);
    }
}
