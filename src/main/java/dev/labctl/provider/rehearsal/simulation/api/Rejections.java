package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.ApiException.Kind;
import dev.labctl.kubernetes.ObjectRef;
import java.util.List;
import java.util.Locale;

/** What an API server answers to what it does not take, in its words. */
public final class Rejections {
    private Rejections() {}

    /** HTTP 422: a value that is not possible. */
    public static ApiException invalid(ObjectRef ref, String field, String why) {
        return invalid(ref, List.of(field + ": " + why));
    }

    /**
     * HTTP 422: values that are not possible.
     *
     * @param problems each a field, a colon and why
     */
    static ApiException invalid(ObjectRef ref, List<String> problems) {
        int slash = ref.apiVersion().indexOf('/');
        String group = slash < 0 ? "" : "." + ref.apiVersion().substring(0, slash);
        String all = problems.size() == 1 ? problems.get(0) : "[" + String.join(", ", problems) + "]";
        return new ApiException(Kind.REFUSED, 422, ref.kind() + group + " \"" + ref.name() + "\" is invalid: " + all);
    }

    /** HTTP 500: fields that the kind does not have, or that have other types there. */
    static ApiException notTyped(ObjectRef ref, List<String> problems) {
        String all = problems.size() == 1 ? problems.get(0) : "errors:\n  " + String.join("\n  ", problems);
        return new ApiException(Kind.REFUSED, 500, "failed to create typed patch object (" + typed(ref) + "): " + all);
    }

    /** HTTP 500: a value that cannot be read as what the kind has there. */
    static ApiException notConverted(ObjectRef ref, String why) {
        return new ApiException(
                Kind.REFUSED,
                500,
                "failed to convert new object (" + typed(ref)
                        + ") to proper version: unable to convert unstructured object to " + type(ref) + ": " + why);
    }

    private static String typed(ObjectRef ref) {
        return ref.namespace().orElse("") + "/" + ref.name() + "; " + type(ref);
    }

    /** The core group has no name. */
    private static String type(ObjectRef ref) {
        String version = ref.apiVersion();
        return (version.contains("/") ? version : "/" + version) + ", Kind=" + ref.kind();
    }

    static ApiException forbidden(ObjectRef ref, String why) {
        return new ApiException(
                Kind.REFUSED,
                403,
                ref.kind().toLowerCase(Locale.ROOT) + "s \"" + ref.name() + "\" is forbidden: " + why);
    }

    static ApiException noNamespace(String namespace) {
        return new ApiException(Kind.NAMESPACE_MISSING, 404, "namespaces \"" + namespace + "\" not found");
    }

    static ApiException terminating(ObjectRef ref, String namespace) {
        return new ApiException(
                Kind.NAMESPACE_MISSING,
                403,
                ref.kind().toLowerCase(Locale.ROOT) + "s \"" + ref.name()
                        + "\" is forbidden: unable to create new content in namespace " + namespace
                        + " because it is being terminated");
    }

    /** HTTP 409: fields that another manager has set to something else. */
    static ApiException conflict(List<String> conflicts) {
        return new ApiException(
                Kind.CONFLICT,
                409,
                "Apply failed with " + conflicts.size() + (conflicts.size() == 1 ? " conflict" : " conflicts"),
                conflicts.toArray(String[]::new));
    }
}
