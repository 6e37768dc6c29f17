package dev.labctl.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Detects files that the system cannot execute. Java passes such files to {@code /bin/sh} instead of reporting the system's
 * error, so an empty file from a broken download would succeed.
 */
final class ExecutableFormat {
    private static final int LONGEST_MAGIC = 4;

    /** A script, ELF, Windows, and the Mach-O formats: 32 and 64 bits in both byte orders, and universal. */
    private static final String[] MAGICS = {
        "2321", "7f454c46", "4d5a", "feedface", "feedfacf", "cefaedfe", "cffaedfe", "cafebabe"
    };

    private ExecutableFormat() {}

    /** Why the file cannot be executed; also empty if it cannot be read, which executing does not require. */
    static Optional<String> defect(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(LONGEST_MAGIC);
            if (start.length == 0) {
                return Optional.of("Exec format error: the file is empty");
            }
            String hex = HexFormat.of().formatHex(start);
            return Stream.of(MAGICS).anyMatch(hex::startsWith)
                    ? Optional.empty()
                    : Optional.of("Exec format error: neither a program nor a script");
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
