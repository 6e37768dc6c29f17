package dev.labctl.yaml;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A YAML file of a lab: its text and its documents. Files are read with a size limit. */
public record YamlFile(String text, List<YamlNode> documents) {
    /**
     * Reads a file; adds a problem and is empty if it cannot be read.
     *
     * @param dialect of the program that the file is for
     * @param whenEmpty the problem of a file without documents; empty if that is none
     */
    public static Optional<YamlFile> read(Path file, Dialect dialect, String whenEmpty, Problems problems) {
        return text(file, problems).map(text -> {
            int before = problems.all().size();
            List<YamlNode> documents = YamlReader.read(file, text, dialect, problems);
            if (documents.isEmpty() && !whenEmpty.isEmpty() && problems.all().size() == before) {
                problems.add(new Position(file, 1, 1), whenEmpty);
            }
            return new YamlFile(text, documents);
        });
    }

    private static Optional<String> text(Path file, Problems problems) {
        try {
            if (!Files.isRegularFile(file)) {
                problems.add(file, Files.exists(file) ? "not a regular file" : "no such file");
            } else if (Files.size(file) > YamlReader.MAX_BYTES) {
                problems.add(file, "larger than " + (YamlReader.MAX_BYTES >> 20) + " MiB");
            } else {
                return Optional.of(Files.readString(file));
            }
        } catch (CharacterCodingException e) {
            problems.add(file, "not UTF-8 text");
        } catch (IOException e) {
            problems.add(file, "cannot be read: " + reason(e));
        }
        return Optional.empty();
    }

    /** The only document of the file; adds a problem if there are others. */
    public Optional<YamlNode> document(Problems problems) {
        if (documents.size() > 1) {
            problems.add(documents.get(1).position(), "a second document: this file must contain only one");
        }
        return documents.stream().findFirst();
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
