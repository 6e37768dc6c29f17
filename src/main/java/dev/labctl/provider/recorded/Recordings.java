package dev.labctl.provider.recorded;

import dev.labctl.failure.FailureException;
import java.nio.file.Path;

/** Finds out what a file is a recording of. */
final class Recordings {
    private Recordings() {}

    /**
     * Reads a sysdump or bundle.
     *
     * @param file a folder or zip file
     * @throws FailureException RECORDING_INVALID where it is neither
     */
    static Recording read(Path file) {
        try (Archive archive = Archive.open(file)) {
            return SysdumpFiles.in(archive)
                    .map(SysdumpReader::read)
                    .or(() -> BundleRecording.in(archive))
                    .orElseThrow(() -> Archive.invalid(
                            file + " is neither a sysdump nor a bundle: "
                                    + (archive.entries().isEmpty()
                                            ? "it is empty"
                                            : "none of its files is called k8s-pods-TIME.yaml, ciliumnodes-TIME.yaml or"
                                                    + " observation.json"),
                            "Name the zip file or folder that `cilium sysdump` or `labctl logs --bundle FILE` wrote."));
        } catch (OutOfMemoryError e) {
            // All that was read is free again.
            throw Archive.invalid(
                    "the objects of " + file + " do not fit into labctl's memory",
                    "Give it more: `JAVA_TOOL_OPTIONS=-Xmx4g labctl ...`.");
        }
    }
}
