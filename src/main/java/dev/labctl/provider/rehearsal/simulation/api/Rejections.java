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
        int slash = ref.apiVersion().indexOf('/');
        String group = slash < 0 ? "" : "." + ref.apiVersion().substring(0, slash);
        return new ApiException(
                Kind.REFUSED, 422, ref.kind() + group + " \"" + ref.name() + "\" is invalid: " + field + ": " + why);
    }

    /** HTTP 500: a value of another type than the kind's schema has it. */
    static ApiException wrongType(ObjectRef ref, String field, String expected, Object value) {
        String name = ref.namespace().map(ns -> ns + "/").orElse("") + ref.name();
        return new ApiException(
                Kind.REFUSED,
                500,
                "failed to create typed patch object (" + name + "; " + ref.apiVersion() + ", Kind=" + ref.kind()
                        + "): ." + field + ": expected " + expected + ", got " + value);
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
