package dev.labctl.provider.recorded;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.yaml.YamlFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of a recording, in a folder or a zip file. Nothing of it is ever written to a disk. */
interface Archive extends AutoCloseable {
    /** More files than these are in no sysdump: one of 500 nodes has about 150,000. */
    int MAX_FILES = 400_000;

    /** Texts that are read as a whole are shorter. */
    int MAX_TEXT = 4 << 20;

    /**
     * A file.
     *
     * @param path in the archive, with {@code /} between its parts
     * @param size in bytes, as the archive says
     */
    record Entry(String path, long size) {
        String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        /** The path of its folder, empty or with {@code /} at its end. */
        String folder() {
            return path.substring(0, path.lastIndexOf('/') + 1);
        }
    }

    List<Entry> entries();

    /**
     * Opens a file.
     *
     * @throws IOException if it cannot be read; the same is true of the stream
     */
    InputStream open(Entry entry) throws IOException;

    /** A short text; empty where it cannot be read. */
    default String text(Entry entry) {
        try (InputStream in = open(entry)) {
            return new String(in.readNBytes(MAX_TEXT), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    void close();

    /**
     * Opens a folder or zip file.
     *
     * @throws FailureException RECORDING_INVALID where it is neither, or cannot be read
     */
    static Archive open(Path file) {
        if (Files.isDirectory(file)) {
            return new Folder(file, files(file));
        }
        if (!Files.exists(file)) {
            throw invalid("there is no file or folder " + file, "Check the path after --from.");
        }
        return ZipArchive.open(file);
    }

    /** What is wrong with a recording as a whole. */
    static FailureException invalid(String message, String next) {
        return new FailureException(Reason.RECORDING_INVALID, message, next);
    }

    private static List<Entry> files(Path folder) {
        // Links may lead out of the folder, so that none is followed.
        try (Stream<Path> all = Files.walk(folder, 6)) {
            return all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .limit(MAX_FILES)
                    .map(path -> new Entry(
                            folder.relativize(path).toString().replace('\\', '/'),
                            path.toFile().length()))
                    .sorted(java.util.Comparator.comparing(Entry::path))
                    .toList();
        } catch (IOException e) {
            throw invalid("the folder " + folder + " cannot be read: " + YamlFile.reason(e), "Check its permissions.");
        } catch (UncheckedIOException e) {
            throw invalid(
                    "the folder " + folder + " cannot be read: " + YamlFile.reason(e.getCause()),
                    "Check its permissions.");
        }
    }

    /** A folder. */
    record Folder(Path folder, List<Entry> entries) implements Archive {
        @Override
        public InputStream open(Entry entry) throws IOException {
            return Files.newInputStream(folder.resolve(entry.path()), LinkOption.NOFOLLOW_LINKS);
        }

        @Override
        public void close() {
            // Nothing is open between two files.
        }
    }
}
