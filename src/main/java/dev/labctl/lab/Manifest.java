package dev.labctl.lab;

import dev.labctl.yaml.Position;
import java.util.Map;
import java.util.Optional;

/**
 * One Kubernetes object of a lab, as in its file.
 *
 * @param namespace empty if the file does not set it
 */
public record Manifest(
        Position position,
        String apiVersion,
        String kind,
        Optional<String> namespace,
        String name,
        Map<String, Object> tree) {}
