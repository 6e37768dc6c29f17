package dev.labctl.kubernetes;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.tree.Tree;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlNode;
import dev.labctl.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One file of the reader's kubeconfig.
 *
 * @param tree what it says; empty where it is empty
 */
record KubeconfigFile(Path path, Map<String, Object> tree) {
    private static final int MAX_BYTES = 1 << 20;

    /**
     * One entry of a list.
     *
     * @param file that has it
     * @param tree its cluster, user or context
     */
    record Entry(Path file, String name, Map<String, Object> tree) {
        /** A path of the file, which starts at its folder where it is relative. */
        String path(String written) {
            Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
            try {
                return folder.resolve(written).normalize().toString();
            } catch (InvalidPathException e) {
                throw invalid(file + " names the file \"" + written + "\", which is no path", e);
            }
        }
    }

    /**
     * Reads it once: a pipe has its content only once.
     *
     * @throws FailureException {@link Reason#KUBECONFIG_INVALID}
     */
    static KubeconfigFile read(Path file) {
        Problems problems = new Problems();
        List<YamlNode> documents = YamlReader.read(file, text(file), problems);
        if (documents.isEmpty() && !problems.none()) {
            throw invalid(problems.all().get(0).line(Path.of("")), null);
        }
        if (documents.isEmpty()) {
            return new KubeconfigFile(file, Map.of());
        }
        if (documents.size() > 1 || !(documents.get(0).tree() instanceof Map<?, ?>)) {
            throw invalid(file + " is not a kubeconfig", null);
        }
        return new KubeconfigFile(file, Tree.map(documents.get(0).tree()));
    }

    /** The entries of one of the lists {@code clusters}, {@code users} and {@code contexts}. */
    List<Entry> entries(String list, String key) {
        Object value = tree.get(list);
        if (value != null && !(value instanceof List<?>)) {
            throw invalid(path + ": " + list + " is not a list", null);
        }
        List<Entry> entries = new ArrayList<>();
        for (Object entry : Tree.list(tree, list)) {
            String name = Tree.text(entry, "name").orElse("");
            Object content = Tree.at(entry, key).orElse(Map.of());
            if (!(content instanceof Map<?, ?>)) {
                throw invalid(path + ": the " + key + " \"" + name + "\" is not a map", null);
            }
            entries.add(new Entry(path, name, Tree.map(content)));
        }
        return entries;
    }

    /** The text of a file that is no longer than a kubeconfig may be. */
    static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw invalid(file + " has more than 1 MiB, the most that labctl reads", null);
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (NoSuchFileException e) {
            throw invalid(file + " does not exist", e);
        } catch (AccessDeniedException e) {
            throw invalid(file + " cannot be read: permission denied", e);
        } catch (CharacterCodingException e) {
            throw invalid(file + " is not text in UTF-8", e);
        } catch (IOException e) {
            throw invalid(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    static FailureException invalid(String why, Exception cause) {
        return new FailureException(
                Reason.KUBECONFIG_INVALID,
                "the kubeconfig cannot be used: " + why,
                "Check it with `kubectl config view`.",
                cause);
    }
}
