package dev.labctl.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.labctl.json.Json;
import dev.labctl.tree.Tree;
import dev.labctl.yaml.YamlReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An API in memory over HTTP on this machine, with the paths, lists, pages and errors of a Kubernetes API server: discovery,
 * gets, lists, server-side apply, deletion, logs, rights.
 */
public final class HttpApi implements AutoCloseable {
    private static final List<String> KINDS = List.of(
            "v1 Node nodes",
            "v1 Namespace namespaces",
            "v1 Pod pods",
            "v1 Service services",
            "v1 Event events",
            "v1 ConfigMap configmaps",
            "v1 Secret secrets",
            "v1 ServiceAccount serviceaccounts",
            "v1 ResourceQuota resourcequotas",
            "apps/v1 Deployment deployments",
            "apps/v1 ReplicaSet replicasets",
            "apps/v1 DaemonSet daemonsets",
            "apps/v1 StatefulSet statefulsets",
            "batch/v1 Job jobs",
            "discovery.k8s.io/v1 EndpointSlice endpointslices",
            "coordination.k8s.io/v1 Lease leases",
            "cilium.io/v2 CiliumNode ciliumnodes",
            "cilium.io/v2 CiliumNodeConfig ciliumnodeconfigs",
            "cilium.io/v2alpha1 CiliumPodIPPool ciliumpodippools",
            "apiextensions.k8s.io/v1 CustomResourceDefinition customresourcedefinitions");

    static {
        // Or each answer waits 40 ms for the client's acknowledgement of its headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** One kind, as discovery has it. */
    private record Resource(String apiVersion, String kind, String plural, boolean namespaced) {
        String group() {
            return apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : "";
        }
    }

    /** An answer. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Answer(int code, String type, byte[] body) {
        static Answer json(int code, Map<String, Object> tree) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Json.write(tree, out);
            return new Answer(code, "application/json", out.toByteArray());
        }

        static Answer status(int code, String reason, String message) {
            return json(
                    code,
                    Tree.of(
                            "kind",
                            "Status",
                            "apiVersion",
                            "v1",
                            "status",
                            code < 300 ? "Success" : "Failure",
                            "message",
                            message,
                            "reason",
                            reason,
                            "code",
                            code));
        }
    }

    /** What the server does to a request in place of its answer. */
    public sealed interface Trouble {
        /** An error, as the API server writes it; the pause in its Status and its header where it is not 0. */
        record Refusal(int code, int retryAfterSeconds) implements Trouble {}

        /** The connection is closed without an answer. */
        record Closed() implements Trouble {}

        /** There is no answer for ever. */
        record Silence() implements Trouble {}
    }

    private final KubeApi api;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final Map<String, Resource> resources = new LinkedHashMap<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final Set<InetSocketAddress> peers = ConcurrentHashMap.newKeySet();
    private final Map<String, Map<String, String>> headers = new ConcurrentHashMap<>();
    private final Map<String, Answer> kept = new ConcurrentHashMap<>();
    private final Set<String> forbidden = ConcurrentHashMap.newKeySet();
    private Function<Map<String, String>, Boolean> accepts = any -> true;
    private final Queue<Trouble> troubles = new ConcurrentLinkedQueue<>();
    private volatile Optional<Trouble> always = Optional.empty();
    private volatile Runnable onRequest = () -> {};
    private Duration slowness = Duration.ZERO;
    private boolean frozen;

    public HttpApi(KubeApi api) {
        this.api = api;
        for (String line : KINDS) {
            String[] parts = line.split(" ", -1);
            api.scope(parts[0], parts[1])
                    .ifPresent(scope -> resources.put(
                            parts[0] + " " + parts[2],
                            new Resource(parts[0], parts[1], parts[2], scope == KubeApi.Scope.NAMESPACED)));
        }
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /** What was seen of a cluster, as an API. */
    public static HttpApi of(Observation seen) {
        FakeApi api = new FakeApi();
        Tree.list(seen.tree(), "objects").forEach(object -> api.has(new KubeObject(Tree.map(object))));
        return new HttpApi(api);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** A kubeconfig with one context. */
    public String kubeconfig(String context) {
        return """
                apiVersion: v1
                kind: Config
                clusters: [{name: here, cluster: {server: "%s"}}]
                users: [{name: reader, user: {token: secret-of-reader}}]
                contexts: [{name: "%s", context: {cluster: here, user: reader}}]
                """
                .formatted(url(), context);
    }

    /** Without the right to read that resource, such as {@code pods}. */
    public HttpApi forbids(String... plurals) {
        forbidden.addAll(Arrays.asList(plurals));
        return this;
    }

    /** Answers 401 to requests whose headers, in lower case, are not accepted. */
    public void accepts(Function<Map<String, String>, Boolean> check) {
        accepts = check;
    }

    /** The first requests from now on meet these troubles, one each. */
    public HttpApi begins(Trouble... first) {
        troubles.addAll(List.of(first));
        return this;
    }

    /** Every request meets it. */
    public HttpApi always(Trouble trouble) {
        always = Optional.of(trouble);
        return this;
    }

    /** What happens when a request has come, before its answer. */
    public HttpApi onRequest(Runnable action) {
        onRequest = action;
        return this;
    }

    public void isSlow(Duration each) {
        slowness = each;
    }

    /** Keeps each answer for the next time: of objects that do not change. */
    public HttpApi freeze() {
        frozen = true;
        return this;
    }

    /** Method and path of each request, in order. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** How many connections it was asked over so far. */
    public int connections() {
        return peers.size();
    }

    /** Headers of the last request for a path, with names in lower case. */
    public Map<String, String> headers(String path) {
        return headers.getOrDefault(path, Map.of());
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!slowness.isZero()) {
                Thread.sleep(slowness.toMillis());
            }
            Map<String, String> sent = exchange.getRequestHeaders().entrySet().stream()
                    .collect(Collectors.toMap(
                            header -> header.getKey().toLowerCase(java.util.Locale.ROOT),
                            header -> String.join(",", header.getValue())));
            String path = exchange.getRequestURI().getPath();
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            headers.put(path, sent);
            peers.add(exchange.getRemoteAddress());
            onRequest.run();
            Optional<Trouble> trouble = Optional.ofNullable(troubles.poll()).or(() -> always);
            if (trouble.isPresent()) {
                meet(exchange, trouble.get());
                return;
            }
            Answer answer =
                    accepts.apply(sent) ? answer(exchange, path) : Answer.status(401, "Unauthorized", "Unauthorized");
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.code(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void meet(HttpExchange exchange, Trouble trouble) throws IOException, InterruptedException {
        if (trouble instanceof Trouble.Silence) {
            new CountDownLatch(1).await();
        }
        if (trouble instanceof Trouble.Refusal error) {
            Map<String, Object> status = Tree.of(
                    "kind",
                    "Status",
                    "apiVersion",
                    "v1",
                    "status",
                    "Failure",
                    "message",
                    "try again",
                    "code",
                    error.code());
            if (error.retryAfterSeconds() > 0) {
                status.put("details", Map.of("retryAfterSeconds", error.retryAfterSeconds()));
                exchange.getResponseHeaders().set("Retry-After", Integer.toString(error.retryAfterSeconds()));
            }
            Answer answer = Answer.json(error.code(), status);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.code(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    private Answer answer(HttpExchange exchange, String path) {
        try {
            if (frozen && exchange.getRequestMethod().equals("GET")) {
                return kept.computeIfAbsent(exchange.getRequestURI().toString(), key -> route(exchange, path));
            }
            return route(exchange, path);
        } catch (ApiException e) {
            return Answer.status(e.code() == 0 ? 500 : e.code(), "", e.getMessage());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return Answer.status(500, "", "the server of the test failed: " + e);
        }
    }

    private Answer route(HttpExchange exchange, String path) {
        if (path.equals("/version")) {
            return Answer.json(200, Map.of("gitVersion", api.version()));
        }
        List<String> parts = new ArrayList<>(List.of(path.substring(1).split("/", -1)));
        String apiVersion = parts.remove(0).equals("api") ? parts.remove(0) : parts.remove(0) + "/" + parts.remove(0);
        if (parts.isEmpty()) {
            return discovery(apiVersion);
        }
        Optional<String> namespace = Optional.empty();
        if (parts.get(0).equals("namespaces") && parts.size() > 2) {
            namespace = Optional.of(parts.get(1));
            parts.subList(0, 2).clear();
        }
        Resource resource = resources.get(apiVersion + " " + parts.get(0));
        if (resource == null) {
            return Answer.status(404, "NotFound", "the server could not find the requested resource");
        }
        if (parts.size() == 1) {
            return exchange.getRequestMethod().equals("POST")
                    ? create(exchange, resource, namespace)
                    : list(exchange, resource, namespace);
        }
        ObjectRef ref = new ObjectRef(apiVersion, resource.kind(), namespace, parts.get(1));
        return parts.size() == 3 ? logs(exchange, ref) : one(exchange, resource, ref);
    }

    private Answer discovery(String apiVersion) {
        List<Object> found = resources.values().stream()
                .filter(resource -> resource.apiVersion().equals(apiVersion))
                .filter(resource -> api.scope(apiVersion, resource.kind()).isPresent())
                .<Object>map(resource -> Tree.of(
                        "name", resource.plural(),
                        "singularName", "",
                        "namespaced", resource.namespaced(),
                        "kind", resource.kind(),
                        "verbs", List.of("get", "list", "patch", "delete")))
                .toList();
        return found.isEmpty()
                ? Answer.status(404, "NotFound", "the server could not find the requested resource")
                : Answer.json(200, Tree.of("kind", "APIResourceList", "groupVersion", apiVersion, "resources", found));
    }

    /** In the API server's own words (Kubernetes {@code apiserver/pkg/endpoints/handlers/responsewriters/errors.go}). */
    private static Answer refused(Resource resource, String verb, Optional<String> name, Optional<String> namespace) {
        return Answer.status(
                403,
                "Forbidden",
                resource.plural() + name.map(text -> " \"" + text + "\"").orElse("")
                        + " is forbidden: User \"reader\" cannot " + verb + " resource \"" + resource.plural()
                        + "\" in API group \"" + resource.group() + "\""
                        + namespace
                                .map(text -> " in the namespace \"" + text + "\"")
                                .orElse(" at the cluster scope"));
    }

    private Answer list(HttpExchange exchange, Resource resource, Optional<String> namespace) {
        if (forbidden.contains(resource.plural())) {
            return refused(resource, "list", Optional.empty(), namespace);
        }
        Map<String, String> query = query(exchange);
        Map<String, String> labels = Arrays.stream(
                        query.getOrDefault("labelSelector", "").split(",", -1))
                .filter(pair -> pair.contains("="))
                .collect(Collectors.toMap(
                        pair -> pair.substring(0, pair.indexOf('=')), pair -> pair.substring(pair.indexOf('=') + 1)));
        List<KubeObject> all = api.list(resource.apiVersion(), resource.kind(), namespace, labels);
        int from = Integer.parseInt(query.getOrDefault("continue", "0"));
        int most = Integer.parseInt(query.getOrDefault("limit", "0"));
        int to = most == 0 ? all.size() : Math.min(all.size(), from + most);
        Map<String, Object> metadata = new LinkedHashMap<>(Map.of("resourceVersion", "1"));
        if (to < all.size()) {
            metadata.put("continue", Integer.toString(to));
        }
        List<Object> items = all.subList(Math.min(from, to), to).stream()
                .<Object>map(object -> Tree.without(Tree.without(object.tree(), "kind"), "apiVersion"))
                .toList();
        return Answer.json(
                200,
                Tree.of(
                        "kind",
                        resource.kind() + "List",
                        "apiVersion",
                        resource.apiVersion(),
                        "metadata",
                        metadata,
                        "items",
                        items));
    }

    private Answer one(HttpExchange exchange, Resource resource, ObjectRef ref) {
        String method = exchange.getRequestMethod();
        if (forbidden.contains(resource.plural())) {
            String verb = method.equals("DELETE") ? "delete" : method.equals("PATCH") ? "patch" : "get";
            return refused(resource, verb, Optional.of(ref.name()), ref.namespace());
        }
        if (method.equals("PATCH")) {
            // An API server reads a patch as YAML, which has no control characters.
            return YamlReader.values(body(exchange)).stream()
                    .findFirst()
                    .map(patch -> api.apply(
                            new KubeObject(Tree.map(patch)), query(exchange).containsKey("force")))
                    .map(applied -> Answer.json(200, applied.tree()))
                    .orElseGet(() -> Answer.status(
                            400, "BadRequest", "error decoding YAML: yaml: control characters are not allowed"));
        }
        if (method.equals("PUT")) {
            return written(resource, ref, api.replace(new KubeObject(json(exchange))));
        }
        boolean gone = method.equals("DELETE") && delete(exchange, ref);
        return gone
                ? Answer.status(200, "", "")
                : api.get(ref)
                        .map(found -> Answer.json(200, found.tree()))
                        .orElseGet(() -> Answer.status(
                                404, "NotFound", resource.plural() + " \"" + ref.name() + "\" not found"));
    }

    private Answer create(HttpExchange exchange, Resource resource, Optional<String> namespace) {
        if (forbidden.contains(resource.plural())) {
            return refused(resource, "create", Optional.empty(), namespace);
        }
        KubeObject object = new KubeObject(json(exchange));
        return written(resource, object.ref(), api.create(object));
    }

    /** What was written, or that the server has another state of the object. */
    private static Answer written(Resource resource, ObjectRef ref, Optional<KubeObject> after) {
        return after.map(object -> Answer.json(200, object.tree()))
                .orElseGet(() -> Answer.status(
                        409, "Conflict", resource.plural() + " \"" + ref.name() + "\" is there in another state"));
    }

    private boolean delete(HttpExchange exchange, ObjectRef ref) {
        Map<String, Object> metadata = Tree.map(json(exchange), "preconditions");
        return metadata.isEmpty()
                ? api.delete(ref)
                : api.get(ref)
                        .filter(now -> Tree.has(metadata, now.resourceVersion(), "resourceVersion"))
                        .filter(api::deleteUnchanged)
                        .isPresent();
    }

    private static Map<String, Object> json(HttpExchange exchange) {
        return Tree.map(YamlReader.values(body(exchange)).get(0));
    }

    private Answer logs(HttpExchange exchange, ObjectRef ref) {
        if (forbidden.contains("pods/log")) {
            Resource log = new Resource("v1", "Pod", "pods/log", true);
            return refused(log, "get", Optional.of(ref.name()), ref.namespace());
        }
        String text = String.join(
                "\n",
                api.logs(
                        ref.namespace().orElse("default"),
                        ref.name(),
                        query(exchange).get("container"),
                        LogRange.ALL));
        return new Answer(200, "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String body(HttpExchange exchange) {
        try {
            return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> query(HttpExchange exchange) {
        String text = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
        return Arrays.stream(text.split("&", -1))
                .filter(pair -> pair.contains("="))
                .collect(Collectors.toMap(
                        pair -> pair.substring(0, pair.indexOf('=')), pair -> pair.substring(pair.indexOf('=') + 1)));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
