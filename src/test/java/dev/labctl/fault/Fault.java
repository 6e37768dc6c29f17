package dev.labctl.fault;

import java.util.List;

/**
 * Something below labctl that breaks: how it is caused on a real cluster, the commands that are called meanwhile, and how the cause
 * goes away. Scripts are for bash, with the name of the cluster in {@code $CLUSTER}.
 */
public enum Fault {
    NODES_STOPPED(
            "all nodes are stopped, as after a restart of the machine",
            "docker stop -t 2 $CLUSTER-control-plane $CLUSTER-worker $CLUSTER-worker2",
            "",
            "status",
            "apply",
            "up"),
    NODES_MOVED(
            "all nodes are stopped, and something else takes an address of theirs",
            """
            docker stop -t 2 $CLUSTER-control-plane $CLUSTER-worker $CLUSTER-worker2
            docker run -d --name $CLUSTER-other --network kind --entrypoint sleep nginx:1.29 7200""",
            "docker rm -f $CLUSTER-other",
            "run"),
    WORKER_STOPPED(
            "one worker is stopped",
            "docker stop -t 2 $CLUSTER-worker",
            "",
            "status",
            "explain",
            "apply",
            "verify",
            "up"),
    WORKER_PAUSED("one worker is paused", "docker pause $CLUSTER-worker2", "", "cilium-install", "verify", "up"),
    CONTROL_PLANE_PAUSED("the control plane is paused", "docker pause $CLUSTER-control-plane", "", "status", "run"),
    RELEASE_PENDING(
            "Helm's record of Cilium is pending-upgrade: an upgrade was killed",
            release("pending-upgrade"),
            "",
            "status",
            "cilium-install"),
    RELEASE_FAILED("Helm's record of Cilium is failed", release("failed"), "", "cilium-install"),
    RELEASE_GONE(
            "Helm's record of Cilium is deleted",
            "kubectl -n kube-system delete secrets -l owner=helm,name=cilium",
            "",
            "cilium-install"),
    AGENTS_GONE(
            "the DaemonSet of Cilium's agents is deleted",
            "kubectl -n kube-system delete daemonset cilium",
            "",
            "apply",
            "cilium-install"),
    OPERATOR_OFF(
            "Cilium's operator is scaled to 0, and the lab's pools are to be created",
            """
            kubectl delete -f chapters/chapter04/multi-pool-ipam/manifests --ignore-not-found --wait
            kubectl -n kube-system scale deployment cilium-operator --replicas=0
            kubectl -n kube-system wait pods -l io.cilium/app=operator --for=delete --timeout=120s""",
            "",
            "apply",
            "run"),
    DOCKER_DOWN(
            "the Docker daemon is stopped",
            "echo 'export DOCKER_HOST=unix:///nowhere/docker.sock' >environment",
            "rm environment",
            "status",
            "up"),
    DOCKER_LOST(
            "the Docker daemon stops while a cluster is created",
            """
            labctl down
            echo "export DOCKER_HOST=unix://$PWD/docker.sock" >environment""",
            "rm environment",
            "run"),
    STATE_FULL(
            "the disk with labctl's state folder is full",
            """
            mkdir -p full && mount -t tmpfs -o size=64k tmpfs full
            dd if=/dev/zero of=full/filler bs=1k count=100 2>/dev/null || true
            echo "export XDG_STATE_HOME=$PWD/full" >environment""",
            "rm full/filler",
            "run --rehearse") {
        @Override
        public String after() {
            return "umount full\nrm environment";
        }
    },
    WORKER_GONE(
            "the container of a worker is deleted",
            "docker rm -f -v $CLUSTER-worker2",
            "labctl run chapter04 --use-case multi-pool-ipam --recreate",
            "status",
            "apply",
            "up");

    private static final String SEPARATOR = ", ";

    private final String title;
    private final String cause;
    private final String undo;
    private final String commands;

    Fault(String title, String cause, String undo, String... commands) {
        this.title = title;
        this.cause = cause;
        this.undo = undo;
        this.commands = String.join(SEPARATOR, commands);
    }

    /** Changes the status of Helm's newest record, in its label and in the record itself. */
    private static String release(String status) {
        return """
            secret=$(kubectl -n kube-system get secrets -l owner=helm,name=cilium,status=deployed -o name | tail -n 1)
            record=$(kubectl -n kube-system get $secret -o jsonpath={.data.release} | base64 -d | base64 -d | gunzip \\
              | sed 's/"status":"deployed"/"status":"STATUS"/' | gzip | base64 -w 0 | base64 -w 0)
            echo '{"metadata":{"labels":{"status":"STATUS"}},"data":{"release":"'$record'"}}' >patch.json
            kubectl -n kube-system patch $secret --type=merge --patch-file patch.json"""
                .replace("STATUS", status);
    }

    /** What is broken, for the table. */
    public String title() {
        return title;
    }

    public String cause() {
        return cause;
    }

    /** Empty where one of the commands removes the cause. */
    public String undo() {
        return undo;
    }

    /** What is called while it is broken, in order, and again when the cause is gone. */
    public List<String> commands() {
        return List.of(commands.split(SEPARATOR, -1));
    }

    /** Cleans up after the last call; may be empty. */
    public String after() {
        return "";
    }
}
