package dev.labctl.doctor;

import dev.labctl.doctor.EngineFacts.Answer;
import dev.labctl.doctor.EngineFacts.RootlessSetup;
import dev.labctl.process.ProcessResult;
import dev.labctl.tools.ContainerEngine;
import dev.labctl.tools.RemoteEngine;
import dev.labctl.tools.Tool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Asks a container engine about itself, in the fields that kind reads as well (kind 0.33
 * {@code pkg/cluster/internal/providers/*}{@code /provider.go}).
 *
 * @param ask runs the engine's client with these arguments; empty if there is none
 * @param files reads a small file of this machine, by its path without the leading slash
 */
record EngineProbe(
        ContainerEngine engine,
        Map<String, String> environment,
        Function<List<String>, Optional<ProcessResult>> ask,
        Function<String, Optional<String>> files) {
    /** nerdctl's client has Docker's fields. */
    private static final String DOCKER = "{{.ServerVersion}}|{{.CgroupVersion}}|{{.MemTotal}}|{{.NCPU}}"
            + "|{{.MemoryLimit}} {{.PidsLimit}} {{.CPUShares}}|{{.SecurityOptions}}";

    private static final String PODMAN =
            "{{.Version.Version}}|{{.Host.CgroupsVersion}}|{{.Host.MemTotal}}|{{.Host.CPUs}}"
                    + "|{{.Host.CgroupControllers}}|{{.Host.Security.Rootless}}";

    private static final List<String> CONTROLLERS = List.of("memory", "pids", "cpu");

    private boolean podman() {
        return engine.tool() == Tool.PODMAN;
    }

    EngineFacts asked() {
        Optional<ProcessResult> info = ask.apply(List.of("info", "--format", podman() ? PODMAN : DOCKER));
        Optional<Answer> answer = info.filter(ProcessResult.Succeeded.class::isInstance)
                .map(result -> result.stdout().plain().strip().split("\\|", -1))
                .flatMap(this::answer);
        Optional<RemoteEngine> remote = RemoteEngine.of(engine, environment);
        boolean rootlessHere =
                remote.isEmpty() && answer.filter(Answer::rootless).isPresent();
        return new EngineFacts(
                engine,
                info.isPresent(),
                answer,
                info.map(Doctor::trouble).orElse(""),
                remote,
                rootlessHere ? setup() : RootlessSetup.UNKNOWN);
    }

    /** For checks that do without the engine's answer. */
    EngineFacts unasked() {
        return new EngineFacts(
                engine, false, Optional.empty(), "", RemoteEngine.of(engine, environment), RootlessSetup.UNKNOWN);
    }

    private Optional<Answer> answer(String... fields) {
        if (fields.length != 6 || fields[0].isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Answer(
                fields[0],
                fields[1].replace("v", ""),
                Doctor.number(fields[2]).orElse(0),
                (int) Doctor.number(fields[3]).orElse(0),
                podman() ? fields[5].equals("true") : fields[5].contains("name=rootless"),
                unlimited(List.of(fields[4].replaceAll("[\\[\\]]", "").split(" ", -1)))));
    }

    /** Podman names the controllers that it has; the others say yes or no, in the order of the format. */
    private List<String> unlimited(List<String> told) {
        return CONTROLLERS.stream()
                .filter(controller -> podman() ? !told.contains(controller) : no(told, CONTROLLERS.indexOf(controller)))
                .toList();
    }

    private static boolean no(List<String> told, int index) {
        return index < told.size() && told.get(index).equals("false");
    }

    private RootlessSetup setup() {
        OptionalLong firstPort = files.apply("proc/sys/net/ipv4/ip_unprivileged_port_start")
                .map(Doctor::number)
                .orElse(OptionalLong.empty());
        Optional<String> user = Stream.of("USER", "LOGNAME")
                .map(environment::get)
                .filter(name -> name != null && !name.isEmpty())
                .findFirst();
        return new RootlessSetup(
                firstPort, user.filter(name -> !hasIds("etc/subuid", name) || !hasIds("etc/subgid", name)));
    }

    private boolean hasIds(String file, String user) {
        return files.apply(file).orElse("").lines().anyMatch(line -> line.startsWith(user + ":"));
    }
}
