package dev.labctl.failure;

/**
 * The stable identifiers of all failures, for scripts: a name never changes its meaning, and each has one exit code.
 */
public enum Reason {
    // wrong usage, or an invalid lab
    USAGE(ExitCode.INVALID),
    NAME_INVALID(ExitCode.INVALID),
    CHAPTERS_NOT_FOUND(ExitCode.INVALID),
    CHAPTER_UNKNOWN(ExitCode.INVALID),
    CHAPTER_MISSING(ExitCode.INVALID),
    USE_CASE_UNKNOWN(ExitCode.INVALID),
    CLUSTER_NAME_INVALID(ExitCode.INVALID),
    FOLDER_UNREADABLE(ExitCode.INVALID),
    LAB_INVALID(ExitCode.INVALID),
    VALUES_INVALID(ExitCode.INVALID),
    NOT_IN_REHEARSAL(ExitCode.INVALID),
    OBJECT_UNKNOWN(ExitCode.INVALID),
    AWS_REGION_UNSUPPORTED(ExitCode.INVALID),
    CONTEXT_UNKNOWN(ExitCode.INVALID),
    KUBECONFIG_INVALID(ExitCode.INVALID),

    // something that labctl needs is missing
    TOOL_MISSING(ExitCode.UNAVAILABLE),
    TOOL_TOO_OLD(ExitCode.UNAVAILABLE),
    DOCKER_UNREACHABLE(ExitCode.UNAVAILABLE),
    IPV6_UNAVAILABLE(ExitCode.UNAVAILABLE),
    INOTIFY_LIMITS(ExitCode.UNAVAILABLE),
    PORT_TAKEN(ExitCode.UNAVAILABLE),
    PROVIDER_UNAVAILABLE(ExitCode.UNAVAILABLE),
    API_UNREACHABLE(ExitCode.UNAVAILABLE),
    CLUSTER_STOPPED(ExitCode.UNAVAILABLE),
    CLUSTER_MISSING(ExitCode.UNAVAILABLE),
    CILIUM_MISSING(ExitCode.UNAVAILABLE),
    AWS_CREDENTIALS_MISSING(ExitCode.UNAVAILABLE),
    AWS_ACCESS_DENIED(ExitCode.UNAVAILABLE),
    AWS_UNREACHABLE(ExitCode.UNAVAILABLE),
    CREDENTIALS_MISSING(ExitCode.UNAVAILABLE),

    // refused, to protect something
    NOT_CONFIRMED(ExitCode.REFUSED),
    CLUSTER_DIFFERS(ExitCode.REFUSED),
    CLUSTER_NOT_OURS(ExitCode.REFUSED),
    CLUSTER_BUSY(ExitCode.REFUSED),
    REHEARSAL_THERE(ExitCode.REFUSED),
    IPAM_MODE_CHANGE(ExitCode.REFUSED),
    ADDRESS_FAMILY_CHANGE(ExitCode.REFUSED),
    NODE_CIDR_CHANGE(ExitCode.REFUSED),
    FIELD_CONFLICT(ExitCode.REFUSED),
    KUBECONFIG_UNSAFE(ExitCode.REFUSED),
    REHEARSAL_NEWER(ExitCode.REFUSED),

    // a step failed
    CLUSTER_CREATE_FAILED(ExitCode.FAILED),
    CLUSTER_DELETE_FAILED(ExitCode.FAILED),
    AWS_QUOTA_EXCEEDED(ExitCode.FAILED),
    KUBECONFIG_LOCKED(ExitCode.FAILED),
    CILIUM_INSTALL_FAILED(ExitCode.FAILED),
    CILIUM_UNINSTALL_FAILED(ExitCode.FAILED),
    CILIUM_NOT_READY(ExitCode.FAILED),
    NODE_CIDR_EXHAUSTED(ExitCode.FAILED),
    TOOL_FAILED(ExitCode.FAILED),
    OBJECT_REFUSED(ExitCode.FAILED),
    OBJECT_FAILED(ExitCode.FAILED),
    EXPECTATION_FAILED(ExitCode.FAILED),
    IO_FAILED(ExitCode.FAILED),
    REHEARSAL_DAMAGED(ExitCode.FAILED),
    REHEARSAL_OLDER(ExitCode.FAILED),

    DEADLINE_PASSED(ExitCode.DEADLINE),
    BUG(ExitCode.BUG),
    INTERRUPTED(ExitCode.INTERRUPTED);

    private final ExitCode exitCode;

    Reason(ExitCode exitCode) {
        this.exitCode = exitCode;
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
