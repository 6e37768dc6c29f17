package dev.labctl.kubernetes;

import static dev.labctl.kubernetes.KubeconfigFile.invalid;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.process.Executables;
import dev.labctl.process.ProcessRunner;
import dev.labctl.time.Operation;
import dev.labctl.tree.Tree;
import io.fabric8.kubernetes.client.Config;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Connects to clusters of the reader's kubeconfig as kubectl does. What fabric8 8.0 does otherwise is done here: programs for
 * credentials, impersonation, proxies and {@code tls-server-name}.
 *
 * @param environment of labctl, for proxies and for the programs that give credentials
 */
public record ContextConnector(
        KubeconfigFiles files, ProcessRunner runner, Executables executables, Map<String, String> environment) {
    private static final int HTTP = 80;

    public ContextConnector {
        environment = Map.copyOf(environment);
    }

    /**
     * Makes no connection yet, but runs the program that gives the credentials.
     *
     * @throws FailureException as {@link KubeconfigFiles#context} does, {@link Reason#CREDENTIALS_MISSING} where the program
     *     gives no credentials
     */
    public Connection connect(String context, Operation operation) {
        Kubeconfig kubeconfig = files.context(context);
        checkFiles(kubeconfig);
        checkProvider(kubeconfig);
        Optional<ExecPlugin> plugin =
                ExecPlugin.of(kubeconfig, new ExecPlugin.Programs(runner, executables, environment), operation);
        Kubeconfig own = plugin.map(program -> kubeconfig.withUser(loggedIn(kubeconfig, program, operation)))
                .orElse(kubeconfig);
        try {
            Config config = Fabric8Api.config(own);
            plugin.filter(program -> credential(program, operation).token().isPresent())
                    .ifPresent(program -> config.setOauthTokenProvider(
                            () -> credential(program, operation).token().orElse("")));
            impersonate(config, kubeconfig.user());
            proxy(kubeconfig.cluster()).ifPresent(proxy -> reachBy(config, proxy));
            Optional<String> serverName = Tree.text(kubeconfig.cluster(), "tls-server-name");
            // Its clients would only warn of it.
            config.setTlsServerName(null);
            return new Connection(Fabric8Api.of(config, serverName), Optional.of(kubeconfig));
        } catch (FailureException e) {
            throw e;
        } catch (RuntimeException e) {
            throw invalid("the credentials of the context " + context + " are not accepted: " + deepest(e), e);
        }
    }

    private static ExecPlugin.Credential credential(ExecPlugin plugin, Operation operation) {
        return plugin.credential(operation.deadline().time().now());
    }

    /** The user with the certificate that the program gave; a token is asked for with each request. */
    private static Map<String, Object> loggedIn(Kubeconfig kubeconfig, ExecPlugin plugin, Operation operation) {
        ExecPlugin.Credential credential = credential(plugin, operation);
        Map<String, Object> user = new LinkedHashMap<>(kubeconfig.user());
        user.remove("exec");
        credential.certificate().ifPresent(pem -> user.put("client-certificate-data", base64(pem)));
        credential.key().ifPresent(pem -> user.put("client-key-data", base64(pem)));
        return user;
    }

    private static String base64(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
    }

    private static void checkFiles(Kubeconfig kubeconfig) {
        Stream.concat(
                        Tree.text(kubeconfig.cluster(), "certificate-authority").stream(),
                        Stream.of("client-certificate", "client-key")
                                .flatMap(key -> Tree.text(kubeconfig.user(), key).stream()))
                .forEach(file -> KubeconfigFile.text(Path.of(file)));
    }

    /** kubectl has dropped all but this one (Kubernetes 1.26 release notes). */
    private static void checkProvider(Kubeconfig kubeconfig) {
        Tree.text(kubeconfig.user(), "auth-provider", "name")
                .filter(name -> !name.equals("oidc"))
                .ifPresent(name -> {
                    throw invalid(
                            "the context " + kubeconfig.context() + " has the auth-provider " + name
                                    + ", which kubectl does not have any more",
                            null);
                });
    }

    private static void impersonate(Config config, Map<String, Object> user) {
        Tree.text(user, "as").ifPresent(config::setImpersonateUsername);
        List<String> groups =
                Tree.list(user, "as-groups").stream().map(String::valueOf).toList();
        if (!groups.isEmpty()) {
            config.setImpersonateGroups(groups.toArray(String[]::new));
        }
        Map<String, List<String>> extras = new LinkedHashMap<>();
        Tree.map(user, "as-user-extra")
                .forEach((key, values) -> extras.put(
                        key, Tree.list(values).stream().map(String::valueOf).toList()));
        if (!extras.isEmpty()) {
            config.setImpersonateExtras(extras);
        }
    }

    private Optional<String> proxy(Map<String, Object> cluster) {
        return Tree.text(cluster, "proxy-url").or(() -> new ProxyRules(environment)
                .proxy(URI.create(Tree.text(cluster, "server").orElseThrow())));
    }

    /** The decision is made: fabric8 must not look at NO_PROXY again. */
    private static void reachBy(Config config, String proxy) {
        URI uri = url(proxy);
        int port = uri.getPort() < 0 ? HTTP : uri.getPort();
        String address = "http://" + uri.getHost() + ":" + port;
        config.setHttpProxy(address);
        config.setHttpsProxy(address);
        config.setNoProxy(new String[0]);
        Optional.ofNullable(uri.getUserInfo()).ifPresent(info -> {
            String[] parts = info.split(":", 2);
            config.setProxyUsername(parts[0]);
            config.setProxyPassword(parts.length > 1 ? parts[1] : "");
        });
    }

    private static URI url(String proxy) {
        try {
            URI uri = new URI(proxy);
            if ("http".equals(uri.getScheme()) && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw invalid("the proxy is no URL", e);
        }
        throw invalid("its proxy is not one that is reached by http, the only kind that labctl can use", null);
    }

    /** Of the innermost cause: those around it repeat it. */
    private static String deepest(Throwable e) {
        Throwable cause = Stream.iterate(e, Objects::nonNull, Throwable::getCause)
                .reduce((outer, inner) -> inner)
                .orElse(e);
        return Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
    }
}
