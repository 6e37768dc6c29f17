package dev.labctl.tools;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** An external program. */
public enum Tool {
    DOCKER(
            "docker",
            "version",
            "20.10",
            "https://docs.docker.com/engine/install",
            "brew install --cask docker",
            "winget install Docker.DockerDesktop"),
    /** kind's documentation, "Rootless": older versions lack what kind needs without root. */
    PODMAN(
            "podman",
            "--version",
            "3.0.0",
            "https://podman.io/docs/installation",
            "brew install podman",
            "winget install RedHat.Podman"),
    /** kind's documentation, "Rootless". */
    NERDCTL(
            "nerdctl",
            "--version",
            "1.7.0",
            "https://github.com/containerd/nerdctl#install",
            "brew install lima",
            "https://github.com/containerd/nerdctl#install"),
    /** 0.23 is the first version whose node images support Kubernetes 1.30 and later. */
    KIND(
            "kind",
            "version",
            "0.23.0",
            "go install sigs.k8s.io/kind@v0.33.0, or https://kind.sigs.k8s.io/docs/user/quick-start/#installation",
            "brew install kind",
            "winget install Kubernetes.kind"),
    /** 0.18 is the first version that installs Cilium 1.18 with all of its values. */
    CILIUM(
            "cilium",
            "version --client",
            "0.18.0",
            "https://docs.cilium.io/en/v1.18/gettingstarted/k8s-install-default/#install-the-cilium-cli",
            "brew install cilium-cli",
            "https://github.com/cilium/cilium-cli/releases"),
    /** labctl does not use it, but the READMEs of the labs do. */
    KUBECTL(
            "kubectl",
            "version --client",
            "1.30.0",
            "https://kubernetes.io/docs/tasks/tools/install-kubectl-linux",
            "brew install kubectl",
            "winget install Kubernetes.kubectl"),
    EKSCTL(
            "eksctl",
            "version",
            "0.190.0",
            "https://eksctl.io/installation",
            "brew install eksctl",
            "choco install eksctl"),
    /** 1.24 is the first of version 1 whose tokens eksctl's kubeconfigs can use. */
    AWS(
            "aws",
            "--version",
            "1.24.0",
            "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
            "brew install awscli",
            "winget install Amazon.AWSCLI");

    /** As in {@code kind v0.33.0 go1.26.8} and {@code aws-cli/2.15.30 Python/3.11.8}. */
    private static final Pattern BUILT_WITH = Pattern.compile("\\bgo\\d|\\bcompiled with\\b|\\bPython/");

    private final String program;
    private final String versionCall;
    private final String oldest;
    private final String linux;
    private final String macos;
    private final String windows;

    Tool(String program, String versionCall, String oldest, String linux, String macos, String windows) {
        this.program = program;
        this.versionCall = versionCall;
        this.oldest = oldest;
        this.linux = linux;
        this.macos = macos;
        this.windows = windows;
    }

    /** The file name of the program. */
    public String program() {
        return program;
    }

    /** The arguments with which it reports its version. */
    public List<String> versionCall() {
        return List.of(versionCall.split(" "));
    }

    /**
     * The version in what the program answers to {@link #versionCall}; empty where it names none. The version of the language
     * that it was built with is no answer.
     */
    public Optional<Version> version(String answer) {
        return Version.parse(BUILT_WITH.split(answer, 2)[0]);
    }

    /** The oldest supported version. */
    public Version oldest() {
        return Version.parse(oldest).orElseThrow();
    }

    /** The command that installs it, or the page that describes how. */
    public String install(Platform platform) {
        return switch (platform) {
            case LINUX -> linux;
            case MACOS -> macos;
            case WINDOWS -> windows;
        };
    }
}
