package dev.labctl.provider.eks;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.json.Json;
import dev.labctl.json.Json.UncheckedJsonException;
import dev.labctl.lab.ClusterName;
import dev.labctl.process.RunningProcesses.Identity;
import dev.labctl.provider.ClusterFiles;
import dev.labctl.tree.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The clusters on EKS that this user created from this machine, a small file each: by these, labctl knows that a name means a
 * cluster on EKS, and where it is, without asking AWS.
 *
 * @param folder need not exist
 */
public record KnownClusters(Path folder) {
    private static final String SUFFIX = ".json";

    /**
     * What is known of a cluster.
     *
     * @param account that pays for it
     * @param creator the process that began to create it
     */
    record Entry(String region, String account, Optional<Identity> creator) {}

    /** The known clusters of a user, in labctl's folder for state. */
    public static KnownClusters in(Path stateFolder) {
        return new KnownClusters(stateFolder.resolve("eks"));
    }

    public boolean has(ClusterName cluster) {
        return Files.exists(file(cluster));
    }

    public List<ClusterName> all() {
        try {
            return ClusterFiles.names(folder, SUFFIX);
        } catch (IOException e) {
            throw failed("cannot be read", e);
        }
    }

    /** A file that cannot be read as one counts as absent: AWS knows the rest. */
    Optional<Entry> get(ClusterName cluster) {
        if (!has(cluster)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file(cluster))) {
            Map<String, Object> tree = Json.read(in);
            Optional<Identity> creator = Tree.number(tree, "pid")
                    .map(pid -> new Identity(Tree.text(tree, "host").orElse(""), pid, Tree.time(tree, "started")));
            return Tree.text(tree, "region")
                    .map(region -> new Entry(region, Tree.text(tree, "account").orElse(""), creator));
        } catch (UncheckedJsonException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("cannot be read", e);
        }
    }

    void put(ClusterName cluster, Entry entry) {
        Map<String, Object> tree = Tree.of("region", entry.region(), "account", entry.account());
        entry.creator().ifPresent(creator -> {
            tree.put("host", creator.host());
            tree.put("pid", creator.pid());
            creator.started().ifPresent(started -> tree.put("started", started.toString()));
        });
        try {
            Files.createDirectories(folder);
            Path beside = Files.writeString(file(cluster).resolveSibling(cluster + ".new"), Json.write(tree));
            Files.move(beside, file(cluster), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failed("cannot be written", e);
        }
    }

    void forget(ClusterName cluster) {
        try {
            Files.deleteIfExists(file(cluster));
        } catch (IOException e) {
            throw failed("cannot be changed", e);
        }
    }

    private Path file(ClusterName cluster) {
        return folder.resolve(cluster + SUFFIX);
    }

    private FailureException failed(String what, IOException e) {
        return new FailureException(
                Reason.IO_FAILED,
                "the folder of known clusters " + folder + " " + what + ": " + e.getMessage(),
                "Check its space and permissions, or name another place with XDG_STATE_HOME.",
                e);
    }
}
