package dev.labctl.doctor;

import dev.labctl.doctor.Checks.MachineFacts;
import dev.labctl.doctor.Needs.EksCluster;
import dev.labctl.doctor.Needs.Part;
import dev.labctl.doctor.RoomChecks.Room;
import dev.labctl.failure.Failure;
import dev.labctl.process.ProcessResult;
import dev.labctl.process.ProcessRunner;
import dev.labctl.process.ProcessSpec;
import dev.labctl.time.Deadline;
import dev.labctl.tools.ContainerEngine;
import dev.labctl.tools.Tool;
import dev.labctl.tools.Tools;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Checks this machine. Runs only the programs that are needed, because each call takes time.
 *
 * @param root contains {@code proc} and {@code etc}; {@code /} except in tests
 */
public record Doctor(Tools tools, ProcessRunner runner, Map<String, String> environment, Path root) {
    /** {@code cilium version} queries the newest release over the network, without a time limit of its own. */
    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);

    /** The AWS CLI tries a connection several times. */
    private static final Duration AWS_LIMIT = Duration.ofSeconds(30);

    public List<CheckResult> examine(Needs needs, Deadline deadline) {
        return Checks.run(gather(needs, deadline), needs);
    }

    private MachineFacts gather(Needs needs, Deadline deadline) {
        Map<Tool, String> versions = new EnumMap<>(Tool.class);
        needs.parts().forEach(part -> part.tools()
                .forEach(tool -> version(tool, deadline).ifPresent(version -> versions.put(tool, version))));
        ContainerEngine client = ContainerEngine.of(environment, tools.executables());
        EngineProbe probe = new EngineProbe(
                client, environment, arguments -> ask(client.program(), arguments, deadline), this::read);
        EngineFacts engine = needs.parts().contains(Part.ENGINE) ? probe.asked() : probe.unasked();
        return new MachineFacts(
                tools.platform(),
                versions,
                engine,
                setting("proc/sys/fs/inotify/max_user_watches"),
                setting("proc/sys/fs/inotify/max_user_instances"),
                ipv6Disabled(),
                needs.parts().contains(Part.IPV6) ? kindNetworkIpv6(client, deadline) : Optional.empty(),
                engine.here()
                        ? needs.ports().stream().filter(port -> !free(port)).toList()
                        : List.of(),
                needs.clusters() > 1 && engine.here() ? room(client, deadline) : Room.UNKNOWN,
                needs.eks().map(cluster -> aws(cluster, versions, deadline)).orElseGet(AwsFacts::unasked));
    }

    private Optional<String> version(Tool tool, Deadline deadline) {
        return ask(tool.program(), tool.versionCall(), deadline).map(result -> {
            String output = result.stdout().plain() + result.stderr().plain();
            return output.lines().findFirst().orElse("").strip();
        });
    }

    private Optional<ProcessResult> ask(String program, List<String> arguments, Deadline deadline) {
        return ask(program, arguments, deadline, CALL_LIMIT);
    }

    private Optional<ProcessResult> ask(String program, List<String> arguments, Deadline deadline, Duration limit) {
        return tools.executables().find(program).map(path -> {
            ProcessResult result = runner.run(ProcessSpec.of(path, arguments), deadline.atMost(limit), line -> {});
            if (result instanceof ProcessResult.Interrupted) {
                throw Failure.interrupted("checking the machine").asException();
            }
            return result;
        });
    }

    static String trouble(ProcessResult result) {
        if (result instanceof ProcessResult.TimedOut) {
            return "no response within " + CALL_LIMIT.toSeconds() + " s";
        }
        if (result instanceof ProcessResult.NotStarted start) {
            return start.cause();
        }
        List<String> last = result.stderr().lastLines(1);
        return last.isEmpty() ? "no reason given" : last.get(0);
    }

    static OptionalLong number(String text) {
        return text.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private OptionalLong setting(String path) {
        return read(path).map(Doctor::number).orElse(OptionalLong.empty());
    }

    private Optional<Boolean> ipv6Disabled() {
        return read("proc/sys/net/ipv6/conf/all/disable_ipv6").map("1"::equals);
    }

    /**
     * Reads the file with one call into a large enough buffer: the files in {@code /proc/sys} return nothing at offsets other
     * than 0, and the JDK's methods that read a complete file start with a single byte if its size is 0.
     */
    private Optional<String> read(String path) {
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = new FileInputStream(root.resolve(path).toFile())) {
            int length = in.read(buffer);
            return Optional.of(new String(buffer, 0, Math.max(0, length), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            // Not Linux, or a kernel without this setting.
            return Optional.empty();
        }
    }

    /** nerdctl does not tell. */
    private Optional<Boolean> kindNetworkIpv6(ContainerEngine client, Deadline deadline) {
        if (client.tool() == Tool.NERDCTL) {
            return Optional.empty();
        }
        String field = client.tool() == Tool.PODMAN ? "{{.IPv6Enabled}}" : "{{.EnableIPv6}}";
        return ask(client.program(), List.of("network", "inspect", "kind", "--format", field), deadline)
                .filter(ProcessResult.Succeeded.class::isInstance)
                .map(result -> result.stdout().plain().strip().equals("true"));
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("0.0.0.0"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private Room room(ContainerEngine client, Deadline deadline) {
        OptionalLong memory = read("proc/meminfo")
                .flatMap(text -> text.lines()
                        .filter(line -> line.startsWith("MemAvailable:"))
                        .findFirst())
                .map(line -> number(line.replaceAll("\\D", "")))
                .orElse(OptionalLong.empty());
        String field = client.tool() == Tool.PODMAN ? "{{.Store.GraphRoot}}" : "{{.DockerRootDir}}";
        OptionalLong disk = ask(client.program(), List.of("info", "--format", field), deadline)
                .filter(ProcessResult.Succeeded.class::isInstance)
                .map(result -> free(result.stdout().plain().strip()))
                .orElse(OptionalLong.empty());
        return new Room(memory.isPresent() ? OptionalLong.of(memory.getAsLong() * 1024) : OptionalLong.empty(), disk);
    }

    /** The free space of a folder's disk; empty where the folder is one of a virtual machine. */
    private static OptionalLong free(String folder) {
        try {
            return OptionalLong.of(Files.getFileStore(Path.of(folder)).getUsableSpace());
        } catch (IOException | InvalidPathException e) {
            return OptionalLong.empty();
        }
    }

    private AwsFacts aws(EksCluster cluster, Map<Tool, String> versions, Deadline deadline) {
        boolean first = versions.getOrDefault(Tool.AWS, "").startsWith("aws-cli/1.");
        boolean ignored =
                first && environment.containsKey("AWS_REGION") && !environment.containsKey("AWS_DEFAULT_REGION");
        return new AwsProbe(cluster, arguments -> ask(Tool.AWS.program(), arguments, deadline, AWS_LIMIT))
                .facts(ignored);
    }
}
