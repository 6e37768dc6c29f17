package dev.labctl.lab;

import dev.labctl.yaml.Position;
import java.util.Map;
import java.util.Optional;

/**
 * One Kubernetes object of a lab, as its file has it.
 *
 * @param position where the object begins
 * @param namespace as written; empty where the file leaves it to the default
 * @param tree the whole object
 */
public record Manifest(
        Position position,
        String apiVersion,
        String kind,
        Optional<String> namespace,
        String name,
        Map<String, Object> tree) {}
