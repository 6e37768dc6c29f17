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
 * Finds programs in the PATH. Each name is resolved once, so all calls of a program use the same file, even if another one
 * appears in the meantime. Thread-safe.
 *
 * <p>Only absolute entries of the PATH are searched, so that a file in the current directory, perhaps a download, is never
 * mistaken for a tool.
 */
public final class Executables {
    private final List<Path> folders;
    private final boolean windows;
    private final Map<String, Optional<Path>> found = new ConcurrentHashMap<>();

    /**
     * @param environment contains the PATH
     * @param osName the value of the system property {@code os.name}
     */
    public Executables(Map<String, String> environment, String osName) {
        windows = osName.toLowerCase(Locale.ROOT).startsWith("windows");
        folders = folders(path(environment));
    }

    /**
     * The absolute path of a program, without following symbolic links; empty if there is none.
     *
     * @param name its plain name; on Windows without {@code .exe}
     * @throws IllegalArgumentException if the name is empty or contains a folder or a drive
     */
    public Optional<Path> find(String name) {
        if (name.isEmpty() || name.chars().anyMatch(c -> "/\\:".indexOf(c) >= 0)) {
            throw new IllegalArgumentException("not the plain name of a program: '" + name + "'");
        }
        return found.computeIfAbsent(name, this::search);
    }

    private Optional<Path> search(String name) {
        // Not .bat and .cmd: Windows runs them in a shell that parses the arguments again.
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
