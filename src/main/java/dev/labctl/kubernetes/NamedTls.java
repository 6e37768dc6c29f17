package dev.labctl.kubernetes;

import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.http.HttpClient;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * HTTP clients that expect another name in the server's certificate than the one of its URL, as {@code tls-server-name} of a
 * kubeconfig asks for. Where the URL has an address, the server is also told the name (SNI).
 */
final class NamedTls extends JdkHttpClientFactory {
    private final SSLContext context;

    NamedTls(String serverName, SSLContext trusted) {
        this.context = new Context(new Spi(serverName, trusted), trusted);
    }

    @Override
    protected void additionalConfig(HttpClient.Builder builder) {
        builder.sslContext(context);
    }

    private static final class Context extends SSLContext {
        Context(SSLContextSpi spi, SSLContext trusted) {
            super(spi, trusted.getProvider(), trusted.getProtocol());
        }
    }

    /** The engine checks the certificate for the host that it is told to talk to. */
    private static final class Spi extends SSLContextSpi {
        private final String serverName;
        private final SSLContext trusted;

        Spi(String serverName, SSLContext trusted) {
            this.serverName = serverName;
            this.trusted = trusted;
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return trusted.createSSLEngine(serverName, port);
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return trusted.createSSLEngine(serverName, -1);
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
                throws KeyManagementException {
            trusted.init(keys, trust, random);
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return trusted.getSocketFactory();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return trusted.getServerSocketFactory();
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return trusted.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return trusted.getClientSessionContext();
        }
    }
}
