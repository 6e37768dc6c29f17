package dev.labctl.provider.rehearsal;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.json.Json;
import dev.labctl.json.Json.UncheckedJsonException;
import dev.labctl.lab.ClusterName;
import dev.labctl.provider.ClusterFiles;
import dev.labctl.provider.rehearsal.simulation.Recording;
import dev.labctl.tree.Tree;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files in which rehearsals are kept between commands, one for each, readable by this user alone. A file is written
 * beside its place and moved there: a command that is killed leaves the old file or the new one.
 */
public final class StateFolder {
    /**
     * Of what is written. It must grow with every change to the simulation after which the same calls lead to another
     * cluster; 1 was a snapshot.
     */
    static final long FORMAT = 3;

    private static final String CREATE_AGAIN = "Create it again: `labctl up CHAPTER --use-case USE_CASE --rehearse`.";

    private static final String SUFFIX = ".json";
    private static final int BUFFER = 1 << 16;
    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final Path folder;

    /**
     * The rehearsals of a user.
     *
     * @param stateFolder see {@link #of}
     */
    public StateFolder(Path stateFolder) {
        this.folder = stateFolder.resolve("rehearsals");
    }

    /**
     * Where labctl keeps its state: {@code $XDG_STATE_HOME/labctl}, else {@code ~/.local/state/labctl} (XDG Base Directory
     * Specification 0.8; a variable with a relative path does not count).
     *
     * @param home the user's home directory
     */
    public static Path of(Map<String, String> environment, Path home) {
        String asked = environment.getOrDefault("XDG_STATE_HOME", "");
        Path base = Path.of(asked).isAbsolute()
                ? Path.of(asked)
                : home.resolve(".local").resolve("state");
        return base.resolve("labctl");
    }

    /** Whether a rehearsal of that name is kept. */
    public boolean has(ClusterName cluster) {
        return Files.exists(file(cluster));
    }

    Path file(ClusterName cluster) {
        return folder.resolve(cluster + SUFFIX);
    }

    /** The file that all locks are on. */
    Path lockFile() {
        create();
        return folder.resolve("lock");
    }

    boolean exists() {
        return Files.isDirectory(folder);
    }

    /** The names of all rehearsals that are kept. */
    List<ClusterName> clusters() {
        try {
            return ClusterFiles.names(folder, SUFFIX);
        } catch (IOException e) {
            throw failed("cannot be read", e);
        }
    }

    /**
     * The recording of a cluster; empty where there is none.
     *
     * @throws FailureException {@link Reason#REHEARSAL_NEWER}; {@link Reason#REHEARSAL_OLDER} and {@link
     *     Reason#REHEARSAL_DAMAGED}, where the file is put aside
     */
    Optional<Recording> read(ClusterName cluster) {
        Path file = file(cluster);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            Map<String, Object> tree = Json.read(in);
            checkFormat(cluster, Tree.number(tree, "format").orElse(FORMAT));
            return Optional.of(Recording.of(tree));
        } catch (UncheckedJsonException | Recording.DamagedException e) {
            throw damaged(cluster, e);
        } catch (IOException e) {
            throw failed("cannot be read", e);
        }
    }

    private void checkFormat(ClusterName cluster, long format) {
        if (format > FORMAT) {
            throw new FailureException(
                    Reason.REHEARSAL_NEWER,
                    "the rehearsal " + cluster + " is kept in " + file(cluster) + " by a newer labctl, in format "
                            + format + "; this one knows up to " + FORMAT,
                    "Use that labctl, or give this lab another name with --cluster.");
        }
        if (format < FORMAT) {
            Path aside = putAside(cluster, "older");
            throw new FailureException(
                    Reason.REHEARSAL_OLDER,
                    "the rehearsal " + cluster + " was kept by an older labctl, in format " + format
                            + ", which this one cannot replay; its file is now " + aside,
                    CREATE_AGAIN);
        }
    }

    /** Puts a file aside that is not what was written, and says so. */
    FailureException damaged(ClusterName cluster, Exception why) {
        Path aside = putAside(cluster, "damaged");
        return new FailureException(
                Failure.of(
                                Reason.REHEARSAL_DAMAGED,
                                "the file of the rehearsal " + cluster + " is damaged; it is now " + aside,
                                CREATE_AGAIN)
                        .withDetails(List.of(String.valueOf(why.getMessage()))),
                why);
    }

    private Path putAside(ClusterName cluster, String why) {
        Path file = file(cluster);
        try {
            for (int n = 1; ; n++) {
                Path free = file.resolveSibling(file.getFileName() + "." + why + "-" + n);
                if (!Files.exists(free)) {
                    return Files.move(file, free);
                }
            }
        } catch (FileAlreadyExistsException e) {
            return putAside(cluster, why);
        } catch (IOException e) {
            throw failed("cannot be put aside", e);
        }
    }

    /** Keeps a cluster, in the place of what was kept of it before. */
    void write(ClusterName cluster, Recording recording) {
        create();
        Map<String, Object> tree = Tree.of("format", FORMAT, "cluster", cluster.value());
        tree.putAll(recording.toTree());
        Path file = file(cluster);
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(beside);
            try (FileChannel channel = FileChannel.open(beside, NEW, permissions(beside, "rw-------"))) {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
                Json.write(tree, out);
                out.flush();
                channel.force(true);
            }
            move(beside, file);
        } catch (UncheckedJsonException | IOException e) {
            discard(beside);
            throw failed("cannot be written", e);
        }
    }

    /** What could not be written to its end, such as on a full disk. */
    private static void discard(Path beside) {
        try {
            Files.deleteIfExists(beside);
        } catch (IOException e) {
            // The next write replaces it.
        }
    }

    /** What keeps a new file or folder from all other users, where the file system can. */
    private static FileAttribute<?>[] permissions(Path path, String permissions) {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    void delete(ClusterName cluster) {
        try {
            Files.deleteIfExists(file(cluster));
        } catch (IOException e) {
            throw failed("cannot be changed", e);
        }
    }

    private void create() {
        try {
            Files.createDirectories(folder, permissions(folder, "rwx------"));
        } catch (IOException e) {
            throw failed("cannot be created", e);
        }
    }

    private FailureException failed(String what, Exception e) {
        return new FailureException(
                Reason.IO_FAILED,
                "the folder of rehearsals " + folder + " " + what + ": " + e.getMessage(),
                "Check its space and permissions, or name another place with XDG_STATE_HOME.",
                e);
    }
}
