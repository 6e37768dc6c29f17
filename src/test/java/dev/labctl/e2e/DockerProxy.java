package dev.labctl.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A socket before the Docker daemon's that can be closed at a moment, as if the daemon stopped, without harm to other clusters. */
final class DockerProxy implements AutoCloseable {
    private static final Path DOCKER = Path.of("/var/run/docker.sock");
    private static final int BUFFER = 1 << 16;

    private final Path socket;
    private final ServerSocketChannel server;
    private final List<SocketChannel> open = new CopyOnWriteArrayList<>();

    private DockerProxy(Path socket) throws IOException {
        this.socket = socket;
        Files.deleteIfExists(socket);
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
    }

    /**
     * Listens on a socket until some time after the first connection.
     *
     * @param lost how long after it
     */
    static DockerProxy until(Path socket, Duration lost) throws IOException {
        DockerProxy proxy = new DockerProxy(socket);
        daemon(() -> proxy.serve(lost));
        return proxy;
    }

    private void serve(Duration lost) {
        try {
            while (true) {
                SocketChannel client = server.accept();
                if (open.isEmpty()) {
                    daemon(() -> loseAfter(lost));
                }
                SocketChannel docker = SocketChannel.open(UnixDomainSocketAddress.of(DOCKER));
                open.addAll(List.of(client, docker));
                daemon(() -> copy(client, docker));
                daemon(() -> copy(docker, client));
            }
        } catch (IOException closed) {
            // The daemon is gone, as far as clients can tell.
        }
    }

    private void loseAfter(Duration lost) {
        try {
            Thread.sleep(lost.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    private static void copy(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try {
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
            to.shutdownOutput();
        } catch (IOException closed) {
            // One side has gone.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "docker proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (SocketChannel channel : open) {
                channel.close();
            }
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
