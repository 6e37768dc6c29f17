package dev.labctl.provider.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.process.Recorded;
import dev.labctl.tools.ContainerEngine;
import dev.labctl.tools.HostTroubles;
import dev.labctl.tools.Platform;
import dev.labctl.tools.Tool;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On what kind really said. */
class KindFailureTest {
    private static final HostTroubles DOCKER =
            new HostTroubles(ContainerEngine.DOCKER, Platform.LINUX, Optional.empty());

    private static Failure explained(String recorded) {
        return KindFailure.explain(Reason.CLUSTER_CREATE_FAILED, "making the cluster x", Recorded.of(recorded), DOCKER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind-get-clusters-docker-down|DOCKER_UNREACHABLE|Docker does not respond|systemctl start docker",
                "kind-create-docker-down|DOCKER_UNREACHABLE|Docker does not respond|systemctl start docker",
                "kind-get-clusters-permission-denied|DOCKER_UNREACHABLE|Docker refuses this user|usermod -aG docker",
                "kind-get-clusters-no-docker|TOOL_MISSING|docker is not on the PATH|docs.docker.com",
                "kind-create-port-taken|PORT_TAKEN|port 18999, which the lab's kind.yaml requires, is in use|ss -ltnp",
                "kind-create-no-ipv6|IPV6_UNAVAILABLE|was created without IPv6|docker network rm kind",
                "kind-create-exists|CLUSTER_BUSY|a cluster named rec was created meanwhile|same command again",
                "kind-create-kubeconfig-locked|KUBECONFIG_LOCKED|lock file is there, /home/reader/.kube/config.lock|labctl context",
                "kind-export-kubeconfig-locked|KUBECONFIG_LOCKED|lock file is there, /home/reader/.kube/config.lock|labctl context",
                "kind-create-image-missing|CLUSTER_CREATE_FAILED|image kindest/node:v0.0.0 cannot be pulled|--node-image",
                "kind-create-podman-rlimit|CLUSTER_CREATE_FAILED|podman may not give a node the limits|default_ulimits",
                "kind-delete-frozen|CLUSTER_DELETE_FAILED|a process in it is frozen|freezer.state",
                "kind-create-bad-config|CLUSTER_CREATE_FAILED|does not accept the lab's kind.yaml|labctl show",
                "kind-create-bad-subnet|CLUSTER_CREATE_FAILED|does not accept the lab's kind.yaml|labctl show",
                "kind-create-pod-subnet-too-small|CLUSTER_CREATE_FAILED|the pod subnet 10.244.0.0/25 in kind.yaml is smaller"
                        + " than the CIDR of one node, a /24|node-cidr-mask-size"
            })
    void causes(String recorded, Reason reason, String message, String next) {
        Failure failure = explained(recorded);

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.message()).contains(message);
        assertThat(failure.next()).contains(next);
        assertThat(failure.details()).isNotEmpty().hasSizeLessThanOrEqualTo(8);
        assertThat(failure.details())
                .allSatisfy(line -> assertThat(line.length()).isLessThan(450));
    }

    /** Texts that this machine's kind would not say on demand, from issues; {@code ~} ends a line. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Failed to create inotify object: Too many open files / too many open files|INOTIFY_LIMITS"
                        + "|ran out of inotify|max_user_instances=512",
                "could not find a log line that matches \"Reached target .*Multi-User System.*\"|CLUSTER_CREATE_FAILED"
                        + "|did not boot|labctl doctor",
                "docker: Error response from daemon: ... Bind for 0.0.0.0:80 failed: port is already allocated|PORT_TAKEN"
                        + "|port 80,|ss -ltnp",
                "write /var/lib/docker/tmp: no space left on device|CLUSTER_CREATE_FAILED|the disk is full|docker system df",
                "ERROR: failed to create cluster: running kind with rootless provider requires cgroup v2, see"
                        + " https://kind.sigs.k8s.io/docs/user/rootless/|CGROUPS_UNSUITABLE"
                        + "|needs cgroup v2|unified_cgroup_hierarchy=1",
                "ERROR: failed to create cluster: running kind with rootless provider requires setting systemd property"
                        + " \"Delegate=yes\", see https://kind.sigs.k8s.io/docs/user/rootless/|CGROUPS_UNSUITABLE"
                        + "|systemd does not delegate|daemon-reload",
                "ERROR: failed to create cluster: podman version \"1.7.1\" is too old, please upgrade to \"1.8.0\" or later"
                        + "|TOOL_TOO_OLD|the labs need 20.10.0|docs.docker.com",
                "docker: Error response from daemon: driver failed programming external connectivity on endpoint x: Error"
                        + " starting userland proxy: listen tcp4 203.0.113.9:32768: bind: cannot assign requested address."
                        + "|CLUSTER_CREATE_FAILED|no address 203.0.113.9|DOCKER_HOST",
                // kubernetes-sigs/kind#2488
                "ERROR: failed to create cluster: failed to ensure docker network: command \"docker network create -d=bridge"
                        + " kind\" failed with error: exit status 1~Command Output: Error response from daemon: could not find"
                        + " an available, non-overlapping IPv4 address pool among the defaults to assign to the network"
                        + "|CLUSTER_CREATE_FAILED|no free range of addresses|docker network prune",
                // coollabsio/coolify#3529, Docker 27
                "Error response from daemon: all predefined address pools have been fully subnetted|CLUSTER_CREATE_FAILED"
                        + "|no free range of addresses|default-address-pools",
                // kubernetes/minikube#9069
                "Error response from daemon: Pool overlaps with other one on this address space|CLUSTER_CREATE_FAILED"
                        + "|overlaps that of another network|docker network inspect",
                // csantanapr/knative-kind#10
                "docker: Error response from daemon: Ports are not available: listen tcp 0.0.0.0:80: bind: An attempt was made"
                        + " to access a socket in a way forbidden by its access permissions.|PORT_TAKEN"
                        + "|Windows has reserved port 80|excludedportrange",
                // moby/moby#40860
                "Error starting userland proxy: error while calling PortManager.AddPort(): cannot expose privileged port 80,"
                        + " you might need to add \"net.ipv4.ip_unprivileged_port_start=0\" (currently 1024) to"
                        + " /etc/sysctl.conf, or set CAP_NET_BIND_SERVICE on rootlesskit binary: listen tcp 0.0.0.0:80: bind:"
                        + " permission denied.|ROOTLESS_SETUP|needs port 80, and without root the first free port is 1024"
                        + "|ip_unprivileged_port_start=80",
                // gutmensch/docker-dmarc-report#66, podman
                "Error: rootlessport cannot expose privileged port 443, you can add"
                        + " 'net.ipv4.ip_unprivileged_port_start=443' to /etc/sysctl.conf (currently 1000), or choose a larger"
                        + " port number (>= 1000): listen tcp 0.0.0.0:443: bind: permission denied|ROOTLESS_SETUP"
                        + "|needs port 443, and without root the first free port is 1000|ip_unprivileged_port_start=443",
                // cilium/cilium#17002
                "ERROR: failed to create cluster: failed to pull image \"kindest/node:v1.21.1\": command \"docker pull"
                        + " kindest/node:v1.21.1\" failed with error: exit status 1~~Command Output: Error response from"
                        + " daemon: toomanyrequests: You have reached your pull rate limit.|CLUSTER_CREATE_FAILED"
                        + "|image kindest/node:v1.21.1 cannot be pulled: the registry limits|docker login",
                // docker-library/hello-world#86, behind kind's own words
                "ERROR: failed to create cluster: failed to pull image \"kindest/node:v1.33.1\": command \"docker pull"
                        + " kindest/node:v1.33.1\" failed with error: exit status 1~Command Output: Error response from daemon:"
                        + " Get https://registry-1.docker.io/v2/: x509: certificate signed by unknown authority"
                        + "|CLUSTER_CREATE_FAILED|does not trust the certificate|those that the system trusts",
                // kubernetes-sigs/kind#567
                "docker: Error response from daemon: driver failed programming external connectivity on endpoint"
                        + " kind-control-plane (1229):  (iptables failed: iptables --wait -t nat -A DOCKER -p tcp -d 127.0.0.1"
                        + " --dport 46796 -j DNAT --to-destination 172.17.0.2:6443 ! -i docker0: iptables: No"
                        + " chain/target/match by that name.|CLUSTER_CREATE_FAILED|iptables rules are gone"
                        + "|sudo systemctl restart docker",
                // kubernetes-sigs/kind#838
                "docker: Error response from daemon: Windows does not support privileged mode.|CLUSTER_CREATE_FAILED"
                        + "|runs Windows containers|Switch to Linux containers",
                // kubernetes-sigs/kind#3319
                "ERROR: failed to create cluster: failed to init node with kubeadm: command \"docker exec\" failed with error:"
                        + " exit status 1~[kubelet-check] It seems like the kubelet isn't running or healthy."
                        + "|CLUSTER_CREATE_FAILED|waited in vain for the kubelet|labctl doctor",
                // kubernetes/kubeadm#2370 and others
                "ERROR: failed to create cluster: failed to init node with kubeadm: command \"docker exec\" failed with error:"
                        + " exit status 1~[preflight] Some fatal errors occurred:~\t[ERROR NumCPU]: the number of available"
                        + " CPUs 1 is less than the required 2~[preflight] If you know what you are doing"
                        + "|CLUSTER_CREATE_FAILED"
                        + "|kubeadm cannot set up a node: [ERROR NumCPU]: the number of available CPUs 1 is less than the"
                        + " required 2|kubeadmConfigPatches"
            })
    void otherCauses(String stderr, Reason reason, String message, String next) {
        var result = new dev.labctl.process.ScriptedRunner()
                .fails("tool", stderr.replace('~', '\n'))
                .run(
                        dev.labctl.process.ProcessSpec.of(java.nio.file.Path.of("/bin/tool"), java.util.List.of()),
                        null,
                        line -> {});

        Failure failure = KindFailure.explain(Reason.TOOL_FAILED, "it", result, DOCKER);

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.message()).contains(message);
        assertThat(failure.next()).contains(next);
    }

    @Test
    void commandsAreThoseOfTheEngine() {
        HostTroubles podman =
                new HostTroubles(new ContainerEngine(Tool.PODMAN, "podman"), Platform.LINUX, Optional.empty());

        assertThat(KindFailure.explain(Reason.TOOL_FAILED, "it", Recorded.of("kind-create-no-ipv6"), podman))
                .satisfies(failure -> {
                    assertThat(failure.message()).contains("podman's network \"kind\"");
                    assertThat(failure.next()).contains("podman network rm kind");
                });
    }

    @Test
    void anUnknownCauseIsToldInKindsOwnWords() {
        Failure failure = explained("kind-get-kubeconfig-missing");

        assertThat(failure.reason()).isEqualTo(Reason.CLUSTER_CREATE_FAILED);
        assertThat(failure.message()).isEqualTo("making the cluster x failed");
        assertThat(failure.details()).singleElement().asString().contains("could not locate any control plane nodes");
    }

    @Test
    void onlyALockLeavesTheClusterStanding() {
        assertThat(KindFailure.isKubeconfigLocked(Recorded.of("kind-create-kubeconfig-locked")))
                .isTrue();
        assertThat(KindFailure.isKubeconfigLocked(Recorded.of("kind-create-no-ipv6")))
                .isFalse();
    }
}
