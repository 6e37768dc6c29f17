package dev.labctl.yaml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a text file of a lab, with a size limit. */
public final class YamlFile {
    private YamlFile() {}

    /** The text of a file; adds a problem and is empty if it cannot be read. */
    public static Optional<String> text(Path file, Problems problems) {
        try {
            if (!Files.isRegularFile(file)) {
                problems.add(Problem.of(file, Files.exists(file) ? "not a regular file" : "no such file"));
                return Optional.empty();
            }
            byte[] bytes;
            try (var in = Files.newInputStream(file)) {
                bytes = in.readNBytes(YamlReader.MAX_BYTES + 1);
            }
            if (bytes.length > YamlReader.MAX_BYTES) {
                problems.add(Problem.of(file, "larger than " + (YamlReader.MAX_BYTES >> 20) + " MiB"));
                return Optional.empty();
            }
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            problems.add(Problem.of(file, "not UTF-8 text"));
        } catch (IOException e) {
            problems.add(Problem.of(file, "cannot be read: " + reason(e)));
        }
        return Optional.empty();
    }

    /** Why a file or folder cannot be read. */
    public static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
