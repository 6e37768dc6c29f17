package dev.labctl.provider.recorded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The recorded sysdumps of the tests, which are kept as text. */
public final class Sysdumps {
    private static final Path FOLDER = Path.of("src/test/resources/sysdump");

    private Sysdumps() {}

    /** A sysdump as a zip file, such as the cilium CLI writes. */
    public static Path zip(String name, Path target) {
        return zip(name, target, file -> true);
    }

    /** The same without some files, which are given by their paths. */
    public static Path zip(String name, Path target, Predicate<String> kept) {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(target))) {
            for (Path file : files(name)) {
                String path = path(name, file);
                if (kept.test(path)) {
                    zip.putNextEntry(new ZipEntry(path));
                    Files.copy(file, zip);
                    zip.closeEntry();
                }
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A sysdump as a folder, whose files a test may change. */
    public static Path folder(String name, Path target) {
        try {
            for (Path file : files(name)) {
                Path copy = target.resolve(path(name, file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one file of a folder whose name begins so. */
    public static Path file(Path folder, String beginning) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.getFileName().toString().startsWith(beginning + "-2"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String path(String name, Path file) {
        return FOLDER.resolve(name).relativize(file).toString().replace('\\', '/');
    }

    private static List<Path> files(String name) throws IOException {
        try (Stream<Path> all = Files.walk(FOLDER.resolve(name))) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
