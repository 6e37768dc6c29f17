package dev.labctl.kubernetes;

import dev.labctl.kubernetes.Discovery.Resource;
import dev.labctl.tree.Tree;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecListener;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.ByteArrayOutputStream;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** {@link KubeApi} by fabric8's client. Safe for use by several threads. */
public final class Fabric8Api implements KubeApi {
    /** A server that is down refuses at once; one that takes longer is up, on a busy machine. */
    private static final int CONNECT_MILLIS = 20_000;

    private static final int REQUEST_MILLIS = 30_000;

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
            if (e.code() == 404) {
                return false;
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
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Ending ending = new Ending();
        return call("exec in pod " + namespace + "/" + pod, () -> {
            try (ExecWatch running = client.pods()
                    .inNamespace(namespace)
                    .withName(pod)
                    .inContainer(container)
                    .writingOutput(out)
                    .writingError(err)
                    .usingListener(ending)
                    .exec(argv.toArray(String[]::new))) {
                int exitCode = running.exitCode().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
                return new Execution(
                        exitCode,
                        out.toString(StandardCharsets.UTF_8),
                        err.toString(StandardCharsets.UTF_8) + (exitCode < 0 ? ending.message : ""));
            } catch (TimeoutException e) {
                throw new ApiException(
                        ApiException.Kind.UNAVAILABLE,
                        0,
                        argv.get(0) + " in " + pod + " did not end within " + timeout.toSeconds() + " s");
            } catch (ExecutionException e) {
                throw new ApiException(
                        ApiException.Kind.UNAVAILABLE,
                        0,
                        argv.get(0) + " could not be run in " + pod + ": "
                                + e.getCause().getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KubernetesClientException("interrupted", e);
            }
        });
    }

    /** Hears why a command did not begin, such as that there is no such program: the server says it apart from all output. */
    private static final class Ending implements ExecListener {
        private volatile String message = "";

        @Override
        public void onExit(int code, Status status) {
            message = Optional.ofNullable(status).map(Status::getMessage).orElse("");
        }

        @Override
        public void onClose(int code, String reason) {
            // The exit code says all that matters.
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private static String path(ObjectRef ref, Resource resource) {
        String namespace = resource.scope() == Scope.NAMESPACED
                ? "/namespaces/" + encode(ref.namespace().orElse("default"))
                : "";
        return Discovery.root(ref.apiVersion()) + namespace + "/" + resource.plural() + "/" + encode(ref.name());
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
