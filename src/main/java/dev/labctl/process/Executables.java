package dev.labctl.process;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Finds programs in the PATH. Each name is looked up once: all calls of a program go to the same file, even where
 * another one appears meanwhile. May be used by several threads.
 *
 * <p>Only absolute entries of the PATH count, so that a file in the current directory, which is perhaps a downloaded
 * one, is never taken for a tool.
 */
public final class Executables {
    private final List<Path> folders;
    private final boolean windows;
    private final Map<String, Optional<Path>> found = new ConcurrentHashMap<>();

    /**
     * @param environment where the PATH is taken from
     * @param osName the value of the system property {@code os.name}
     */
    public Executables(Map<String, String> environment, String osName) {
        windows = osName.toLowerCase(Locale.ROOT).startsWith("windows");
        folders = folders(path(environment));
    }

    /**
     * The absolute path of a program, symbolic links not followed; empty where there is none.
     *
     * @param name its plain name; on Windows without {@code .exe}
     * @throws IllegalArgumentException when the name is empty or has a folder or a drive in it
     */
    public Optional<Path> find(String name) {
        if (name.isEmpty() || name.chars().anyMatch(c -> "/\\:".indexOf(c) >= 0)) {
            throw new IllegalArgumentException("not the plain name of a program: '" + name + "'");
        }
        return found.computeIfAbsent(name, this::search);
    }

    private Optional<Path> search(String name) {
        // Not .bat and .cmd: Windows runs them by a shell that parses the arguments once more.
        String file = windows ? name + ".exe" : name;
        return folders.stream()
                .map(folder -> folder.resolve(file))
                .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path))
                .findFirst();
    }

    private String path(Map<String, String> environment) {
        return environment.entrySet().stream()
                .filter(entry -> windows
                        ? entry.getKey().equalsIgnoreCase("PATH")
                        : entry.getKey().equals("PATH"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    private List<Path> folders(String path) {
        return Arrays.stream(path.split(windows ? ";" : ":", -1))
                .map(entry -> windows ? entry.replace("\"", "") : entry)
                .flatMap(Executables::absolute)
                .toList();
    }

    private static Stream<Path> absolute(String entry) {
        try {
            return Stream.of(Path.of(entry)).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Stream.empty();
        }
    }
}
