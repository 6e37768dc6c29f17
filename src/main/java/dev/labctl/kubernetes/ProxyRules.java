package dev.labctl.kubernetes;

import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.IpAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The proxy by which the environment wants a server to be reached, as kubectl reads it (Go {@code
 * golang.org/x/net/http/httpproxy}): {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY}, each in both cases. This
 * machine itself is never reached by a proxy.
 */
record ProxyRules(Map<String, String> environment) {
    private static final Map<String, Integer> PORTS = Map.of("https", 443, "http", 80);

    ProxyRules {
        environment = Map.copyOf(environment);
    }

    /** The proxy as the environment has it, with a scheme; empty where the server is reached directly. */
    Optional<String> proxy(URI server) {
        String variable = "https".equals(server.getScheme()) ? "HTTPS_PROXY" : "HTTP_PROXY";
        return value(variable)
                .filter(proxy -> !direct(server))
                .map(proxy -> proxy.contains("://") ? proxy : "http://" + proxy);
    }

    private Optional<String> value(String variable) {
        return Stream.of(variable, variable.toLowerCase(Locale.ROOT))
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isBlank())
                .map(String::strip)
                .findFirst();
    }

    private boolean direct(URI server) {
        String host = bare(server.getHost().toLowerCase(Locale.ROOT));
        Optional<IpAddress> address = IpAddress.read(host);
        if (host.equals("localhost") || address.filter(ProxyRules::isLoopback).isPresent()) {
            return true;
        }
        int port = server.getPort() < 0 ? PORTS.getOrDefault(server.getScheme(), 0) : server.getPort();
        return Stream.of(value("NO_PROXY").orElse("").split(",", -1))
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .filter(entry -> !entry.isEmpty())
                .anyMatch(entry -> matches(entry, host, address, port));
    }

    private static boolean isLoopback(IpAddress address) {
        return Cidr.parse("127.0.0.0/8").contains(address)
                || Cidr.parse("::1/128").contains(address);
    }

    private static boolean matches(String entry, String host, Optional<IpAddress> address, int port) {
        if (entry.equals("*")) {
            return true;
        }
        if (entry.contains("/")) {
            return Cidr.readMasked(entry)
                    .flatMap(cidr -> address.map(cidr::contains))
                    .orElse(false);
        }
        int colon = entry.lastIndexOf(':');
        boolean withPort = colon >= 0
                && IpAddress.read(bare(entry)).isEmpty()
                && entry.substring(colon + 1).matches("[0-9]{1,5}");
        if (withPort && Integer.parseInt(entry.substring(colon + 1)) != port) {
            return false;
        }
        String name = bare(withPort ? entry.substring(0, colon) : entry);
        Optional<IpAddress> exact = IpAddress.read(name);
        if (exact.isPresent()) {
            return exact.equals(address);
        }
        // "example.org" means itself and what is below it, ".example.org" and "*.example.org" only what is below it.
        String suffix = name.startsWith("*.") ? name.substring(1) : name;
        return suffix.startsWith(".") ? host.endsWith(suffix) : host.equals(suffix) || host.endsWith("." + suffix);
    }

    /** Without the brackets of an IPv6 address. */
    private static String bare(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
