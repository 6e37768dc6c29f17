package dev.labctl.tools;

import dev.labctl.json.Json;
import dev.labctl.tree.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A container engine on another machine. Docker's client finds it by {@code DOCKER_HOST}, otherwise by its context (docker/cli
 * {@code cli/command/cli.go}, {@code cli/context/store}); podman's by {@code CONTAINER_HOST}.
 *
 * @param endpoint as the client has it, such as {@code ssh://me@box} or {@code tcp://10.0.0.5:2376}
 * @param host the name or address of the machine
 * @param encrypted whether the connection to the engine is
 */
public record RemoteEngine(String endpoint, String host, boolean encrypted) {
    private static final Set<String> REMOTE = Set.of("tcp", "ssh", "http", "https");

    /** The engine, if it is not on this machine. A port that is forwarded to this machine counts as this machine's. */
    public static Optional<RemoteEngine> of(ContainerEngine engine, Map<String, String> environment) {
        return endpoint(engine, environment).flatMap(text -> parse(text, tls(environment)));
    }

    private static Optional<String> endpoint(ContainerEngine engine, Map<String, String> environment) {
        return switch (engine.tool()) {
            case DOCKER -> variable(environment, "DOCKER_HOST").or(() -> contextEndpoint(environment));
            case PODMAN -> variable(environment, "CONTAINER_HOST");
            default -> Optional.empty();
        };
    }

    private static boolean tls(Map<String, String> environment) {
        return variable(environment, "DOCKER_TLS_VERIFY").isPresent()
                || variable(environment, "DOCKER_TLS").isPresent();
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private static Optional<RemoteEngine> parse(String endpoint, boolean tls) {
        try {
            URI uri = new URI(endpoint);
            if (uri.getScheme() == null || uri.getHost() == null || !REMOTE.contains(uri.getScheme())) {
                return Optional.empty();
            }
            String host = uri.getHost().replaceAll("[\\[\\]]", "");
            boolean encrypted =
                    tls || uri.getScheme().equals("ssh") || uri.getScheme().equals("https");
            RemoteEngine remote = new RemoteEngine(endpoint, host, encrypted);
            return remote.addresses().stream().anyMatch(InetAddress::isLoopbackAddress)
                    ? Optional.empty()
                    : Optional.of(remote);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** The addresses of the machine; none where its name is known to the client alone, such as an alias of SSH's. */
    public List<InetAddress> addresses() {
        try {
            return Arrays.asList(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    /** The endpoint of Docker's current context, from the files in which the client keeps it. */
    private static Optional<String> contextEndpoint(Map<String, String> environment) {
        Optional<Path> folder = variable(environment, "DOCKER_CONFIG")
                .map(Path::of)
                .or(() -> variable(environment, "HOME")
                        .or(() -> variable(environment, "USERPROFILE"))
                        .map(home -> Path.of(home, ".docker")));
        return folder.flatMap(config -> variable(environment, "DOCKER_CONTEXT")
                .or(() -> Tree.text(json(config.resolve("config.json")), "currentContext"))
                .map(name ->
                        config.resolve("contexts/meta").resolve(sha256(name)).resolve("meta.json"))
                .flatMap(meta -> Tree.text(json(meta), "Endpoints", "docker", "Host")));
    }

    private static Object json(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Json.read(in);
        } catch (IOException | Json.UncheckedJsonException e) {
            // There is none, or Docker's client itself reports that it is damaged.
            return Map.of();
        }
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
