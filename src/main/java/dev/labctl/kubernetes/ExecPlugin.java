package dev.labctl.kubernetes;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.json.Json;
import dev.labctl.process.Executables;
import dev.labctl.process.ProcessResult;
import dev.labctl.process.ProcessRunner;
import dev.labctl.process.ProcessSpec;
import dev.labctl.time.Operation;
import dev.labctl.tree.Tree;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The program that a kubeconfig names for credentials, such as {@code aws} or {@code kubelogin} (Kubernetes {@code
 * client-go/plugin/pkg/client/auth/exec}). fabric8 runs it in a shell and goes on without credentials where it fails; this
 * class runs it as kubectl does, and a failure is one.
 */
final class ExecPlugin {
    private static final String GROUP = "client.authentication.k8s.io/";
    private static final Set<String> VERSIONS = Set.of(GROUP + "v1", GROUP + "v1beta1");

    private final Kubeconfig kubeconfig;
    private final Map<String, Object> exec;
    private final Programs programs;
    private final Operation operation;
    private Optional<Credential> last = Optional.empty();

    /**
     * How programs are run.
     *
     * @param environment of labctl: these programs need more of it than others
     */
    record Programs(ProcessRunner runner, Executables executables, Map<String, String> environment) {}

    /** What the program printed: a token, or a certificate with its key in PEM. */
    record Credential(
            Optional<String> token, Optional<String> certificate, Optional<String> key, Optional<Instant> expires) {
        private boolean usable() {
            return token.isPresent() || (certificate.isPresent() && key.isPresent());
        }

        @Override
        public String toString() {
            return "Credential[until " + expires + "]";
        }
    }

    private ExecPlugin(Kubeconfig kubeconfig, Map<String, Object> exec, Programs programs, Operation operation) {
        this.kubeconfig = kubeconfig;
        this.exec = exec;
        this.programs = programs;
        this.operation = operation;
    }

    /** That of a kubeconfig; empty where its user needs none. */
    static Optional<ExecPlugin> of(Kubeconfig kubeconfig, Programs programs, Operation operation) {
        Map<String, Object> exec = Tree.map(kubeconfig.user(), "exec");
        return exec.isEmpty() || Tree.text(kubeconfig.user(), "token").isPresent()
                ? Optional.empty()
                : Optional.of(new ExecPlugin(kubeconfig, exec, programs, operation));
    }

    /**
     * A credential that is valid now; the program runs again when the last one has expired.
     *
     * @throws FailureException {@link Reason#CREDENTIALS_MISSING} where the program gives none
     */
    synchronized Credential credential(Instant now) {
        if (last.flatMap(Credential::expires).filter(now::isAfter).isPresent()) {
            last = Optional.empty();
        }
        Credential valid = last.orElseGet(this::run);
        last = Optional.of(valid);
        return valid;
    }

    private Credential run() {
        String version = Tree.text(exec, "apiVersion").orElse("");
        if (!VERSIONS.contains(version)) {
            throw KubeconfigFile.invalid(
                    named() + " has the apiVersion \"" + version + "\"; labctl knows "
                            + String.join(" and ", VERSIONS.stream().sorted().toList()),
                    null);
        }
        if (Tree.has(exec, "Always", "interactiveMode")) {
            throw missing(named() + " asks questions, and labctl cannot pass them on");
        }
        Map<String, String> variables = new LinkedHashMap<>(programs.environment());
        for (Object variable : Tree.list(exec, "env")) {
            variables.put(
                    Tree.text(variable, "name").orElse(""),
                    Tree.text(variable, "value").orElse(""));
        }
        variables.remove("");
        variables.put("KUBERNETES_EXEC_INFO", Json.write(request(version)));
        List<String> arguments =
                Tree.list(exec, "args").stream().map(String::valueOf).toList();
        ProcessSpec call = ProcessSpec.of(program(), arguments).with(variables);
        // What it prints is secret: no one hears its lines.
        ProcessResult result = programs.runner().run(call, operation.deadline(), line -> {});
        if (result instanceof ProcessResult.NotStarted start) {
            throw missing(named() + " could not be started: " + start.cause());
        }
        return answer(result.require(this::failed), version);
    }

    private Map<String, Object> request(String version) {
        Map<String, Object> spec = new LinkedHashMap<>(Map.of("interactive", false));
        if (Tree.flag(exec, "provideClusterInfo").orElse(false)) {
            spec.put("cluster", kubeconfig.cluster());
        }
        return Tree.of("apiVersion", version, "kind", "ExecCredential", "spec", spec);
    }

    private Path program() {
        String command = command();
        if (command.isBlank()) {
            throw KubeconfigFile.invalid(
                    "the context " + kubeconfig.context() + " names a program without a name", null);
        }
        Optional<Path> found = command.contains("/") || command.contains("\\")
                ? Optional.of(Path.of(command)).filter(Files::exists)
                : programs.executables().find(command);
        return found.orElseThrow(() -> missing(named() + " is not there"));
    }

    private Credential answer(ProcessResult result, String version) {
        Map<String, Object> answer = parsed(result.stdout().text());
        if (!Tree.has(answer, version, "apiVersion")) {
            throw failed(result, named() + " printed no ExecCredential of " + version)
                    .asException();
        }
        Credential credential = new Credential(
                Tree.text(answer, "status", "token").filter(text -> !text.isBlank()),
                Tree.text(answer, "status", "clientCertificateData"),
                Tree.text(answer, "status", "clientKeyData"),
                Tree.time(answer, "status", "expirationTimestamp"));
        if (!credential.usable()) {
            throw failed(result, named() + " printed neither a token nor a certificate")
                    .asException();
        }
        return credential;
    }

    private static Map<String, Object> parsed(String text) {
        try {
            return Json.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        } catch (Json.UncheckedJsonException e) {
            return Map.of();
        }
    }

    private Failure failed(ProcessResult result) {
        int code = result instanceof ProcessResult.Failed failed ? failed.exitCode() : 0;
        return failed(result, named() + " failed with exit code " + code);
    }

    private Failure failed(ProcessResult result, String message) {
        return missing(message).failure().withDetails(result.stderr().lastLines(ProcessResult.SHOWN));
    }

    private FailureException missing(String message) {
        return new FailureException(
                Reason.CREDENTIALS_MISSING,
                message,
                Tree.text(exec, "installHint")
                        .map(String::strip)
                        .filter(hint -> !hint.isEmpty())
                        .orElse("Install it or log in with it, until `kubectl --context " + kubeconfig.context()
                                + " version` answers."));
    }

    private String command() {
        return Tree.text(exec, "command").orElse("");
    }

    private String named() {
        return "the program " + command() + ", from which the context " + kubeconfig.context()
                + " gets its credentials,";
    }
}
