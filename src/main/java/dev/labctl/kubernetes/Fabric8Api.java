package dev.labctl.kubernetes;

import dev.labctl.kubernetes.Discovery.Resource;
import dev.labctl.tree.Tree;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** {@link KubeApi} by fabric8's client. Safe for use by several threads. */
public final class Fabric8Api implements KubeApi {
    private static final String MANAGED = "?fieldManager=" + FIELD_MANAGER;

    /** A server that is down refuses at once; one that takes longer is up, on a busy machine. */
    private static final int CONNECT_MILLIS = 20_000;

    private static final int REQUEST_MILLIS = 30_000;

    private static final int NOT_FOUND = 404;

    /** The server has another state of the object than the one that was named. */
    private static final int CONFLICT = 409;

    private final KubernetesClient client;
    private final Discovery discovery;

    private Fabric8Api(KubernetesClient client) {
        this.client = client;
        this.discovery = new Discovery(client);
    }

    /** Makes no connection yet; the first call does. */
    public static Fabric8Api connect(Kubeconfig kubeconfig) {
        return of(config(kubeconfig), Optional.empty());
    }

    /**
     * The same for a server whose tokens expire.
     *
     * @param token gives a valid one; asked at each request, by any thread
     */
    public static Fabric8Api connect(Kubeconfig kubeconfig, Supplier<String> token) {
        Config config = config(kubeconfig);
        config.setOauthTokenProvider(token::get);
        return of(config, Optional.empty());
    }

    static Config config(Kubeconfig kubeconfig) {
        Config config = Config.fromKubeconfig(kubeconfig.text());
        String context = config.getCurrentContext() == null
                ? ""
                : config.getCurrentContext().getName();
        if (!context.equals(kubeconfig.context())) {
            throw new IllegalStateException("asked for " + kubeconfig.context() + ", got " + context);
        }
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setRequestTimeout(REQUEST_MILLIS);
        // Waits have their own rhythm and deadline: the client must not add retries of its own.
        config.setRequestRetryBackoffLimit(0);
        return config;
    }

    /** @param serverName in the server's certificate, where it is not the one of its URL */
    static Fabric8Api of(Config config, Optional<String> serverName) {
        KubernetesClientBuilder builder = new KubernetesClientBuilder().withConfig(config);
        serverName.ifPresent(name -> builder.withHttpClientFactory(new NamedTls(name, trusted(config))));
        return new Fabric8Api(builder.build());
    }

    private static SSLContext trusted(Config config) {
        try {
            return SSLUtils.sslContext(config);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @Override
    public boolean concurrent() {
        return true;
    }

    @Override
    public String version() {
        return Tree.text(discovery.read("/version").orElse(Map.of()), "gitVersion")
                .orElse("unknown");
    }

    @Override
    public Optional<Scope> scope(String apiVersion, String kind) {
        return discovery.resource(apiVersion, kind).map(Resource::scope);
    }

    @Override
    public Optional<KubeObject> get(ObjectRef ref) {
        return discovery
                .resource(ref.apiVersion(), ref.kind())
                .flatMap(resource -> discovery.read(path(ref, resource)))
                .map(KubeObject::new);
    }

    @Override
    public List<KubeObject> list(
            String apiVersion, String kind, Optional<String> namespace, Map<String, String> labels) {
        Optional<Resource> resource = discovery.resource(apiVersion, kind);
        if (resource.isEmpty()) {
            return List.of();
        }
        String selector = labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
        String path = Discovery.root(apiVersion)
                + namespace.map(name -> "/namespaces/" + encode(name)).orElse("")
                + "/" + resource.get().plural()
                + (selector.isEmpty() ? "" : "?labelSelector=" + encode(selector));
        return ObjectPages.read(path, apiVersion, kind, page -> call("GET " + path, () -> client.raw(page)));
    }

    @Override
    public List<KubeObject> contents(String namespace) {
        List<KubeObject> all = new ArrayList<>();
        discovery.namespaced().stream()
                .filter(kind -> !kind.kind().equals("Event"))
                .forEach(kind -> all.addAll(list(kind.apiVersion(), kind.kind(), Optional.of(namespace), Map.of())));
        return all;
    }

    @Override
    public KubeObject apply(KubeObject object, boolean force) {
        return apply(object, force, false);
    }

    @Override
    public KubeObject preview(KubeObject object, boolean force) {
        return apply(object, force, true);
    }

    private KubeObject apply(KubeObject object, boolean force, boolean dryRun) {
        ObjectRef ref = object.ref();
        Resource resource =
                discovery.resource(ref.apiVersion(), ref.kind()).orElseThrow(() -> ApiException.unknownKind(ref));
        Map<String, Object> tree = resource.scope() == Scope.NAMESPACED
                ? Tree.withDefault(object.tree(), "default", "metadata", "namespace")
                : object.tree();
        return call("PATCH " + ref, () -> {
            GenericKubernetesResource body =
                    client.getKubernetesSerialization().convertValue(tree, GenericKubernetesResource.class);
            var patch = client.resource(body).dryRun(dryRun).fieldManager(FIELD_MANAGER);
            GenericKubernetesResource answer =
                    force ? patch.forceConflicts().serverSideApply() : patch.serverSideApply();
            return new KubeObject(Tree.map(client.getKubernetesSerialization().convertValue(answer, Map.class)));
        });
    }

    @Override
    public boolean delete(ObjectRef ref) {
        Optional<Resource> resource = discovery.resource(ref.apiVersion(), ref.kind());
        if (resource.isEmpty()) {
            return false;
        }
        Map<String, Object> options =
                Map.of("apiVersion", "v1", "kind", "DeleteOptions", "propagationPolicy", "Foreground");
        try {
            return call("DELETE " + ref, () -> client.raw(path(ref, resource.get()), "DELETE", options)) != null;
        } catch (ApiException e) {
            if (e.code() == NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public Optional<KubeObject> create(KubeObject object) {
        ObjectRef ref = object.ref();
        Resource resource =
                discovery.resource(ref.apiVersion(), ref.kind()).orElseThrow(() -> ApiException.unknownKind(ref));
        return write("POST", ref, collection(ref, resource) + MANAGED, object.tree(), CONFLICT);
    }

    @Override
    public Optional<KubeObject> replace(KubeObject object) {
        ObjectRef ref = object.ref();
        return discovery
                .resource(ref.apiVersion(), ref.kind())
                .flatMap(resource ->
                        write("PUT", ref, path(ref, resource) + MANAGED, object.tree(), CONFLICT, NOT_FOUND));
    }

    @Override
    public boolean deleteUnchanged(KubeObject object) {
        ObjectRef ref = object.ref();
        Map<String, Object> options = Map.of(
                "apiVersion",
                "v1",
                "kind",
                "DeleteOptions",
                "preconditions",
                Map.of("uid", object.uid(), "resourceVersion", object.resourceVersion()));
        return discovery
                .resource(ref.apiVersion(), ref.kind())
                .flatMap(resource -> write("DELETE", ref, path(ref, resource), options, CONFLICT, NOT_FOUND))
                .isPresent();
    }

    /** The server's answer; empty where it is one of these codes. */
    private Optional<KubeObject> write(
            String verb, ObjectRef ref, String path, Map<String, Object> body, Integer... refusals) {
        try {
            String answer = call(verb + " " + ref, () -> client.raw(path, verb, body));
            return Optional.of(new KubeObject(ObjectPages.tree(answer, path)));
        } catch (ApiException e) {
            if (List.of(refusals).contains(e.code())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public List<String> logs(String namespace, String pod, String container, LogRange range) {
        String path = "/api/v1/namespaces/" + encode(namespace) + "/pods/" + encode(pod) + "/log?container="
                + encode(container) + "&timestamps=true"
                + (range.newest().isPresent() ? "&tailLines=" + range.newest().getAsInt() : "")
                + range.since()
                        .map(start -> "&sinceTime="
                                + encode(start.truncatedTo(ChronoUnit.SECONDS).toString()))
                        .orElse("")
                + (range.previous() ? "&previous=true" : "");
        String text = call("GET " + path, () -> client.raw(path));
        return text == null ? List.of() : text.lines().toList();
    }

    @Override
    public Execution exec(String namespace, String pod, String container, List<String> argv, Duration timeout) {
        return call(
                "exec in pod " + namespace + "/" + pod,
                () -> ContainerCommand.run(client, namespace, pod, container, argv, timeout));
    }

    @Override
    public void close() {
        client.close();
    }

    private static String path(ObjectRef ref, Resource resource) {
        return collection(ref, resource) + "/" + encode(ref.name());
    }

    private static String collection(ObjectRef ref, Resource resource) {
        String namespace = resource.scope() == Scope.NAMESPACED
                ? "/namespaces/" + encode(ref.namespace().orElse("default"))
                : "";
        return Discovery.root(ref.apiVersion()) + namespace + "/" + resource.plural();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static <T> T call(String request, Supplier<T> body) {
        try {
            return body.get();
        } catch (RuntimeException e) {
            throw ApiErrors.translate(e, request);
        }
    }
}
