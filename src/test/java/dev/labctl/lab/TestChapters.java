package dev.labctl.lab;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.verify.ExpectationKinds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Chapters in a temporary folder, with minimal valid files. */
public final class TestChapters {
    /** A cluster of EKS with two nodes. */
    public static final String EKSCTL =
            """
            apiVersion: eksctl.io/v1alpha5
            kind: ClusterConfig
            metadata: {name: cilium-book, region: eu-west-1, version: "1.33"}
            addonsConfig: {disableDefaultAddons: true}
            addons: [{name: vpc-cni}, {name: kube-proxy}, {name: coredns}]
            managedNodeGroups:
              - {name: workers, instanceType: t3.medium, desiredCapacity: 2, privateNetworking: true}
            """;

    public static final String KIND = "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n"
            + "networking:\n  disableDefaultCNI: true\nnodes:\n  - role: control-plane\n  - role: worker\n";
    public static final String CONFIG_MAP =
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one\ndata:\n  key: value\n";

    private final Path root;

    public TestChapters(Path folder) {
        this.root = folder.resolve("chapters");
    }

    public Path root() {
        return root;
    }

    public TestChapters file(String path, String text) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Catalogue catalogue() {
        return new Catalogue(root);
    }

    public Lab resolve(LabRef ref) {
        return new LabResolver(catalogue(), ExpectationKinds.ALL).resolve(ref, Optional.empty());
    }

    /** The failure of a call that must fail. */
    public static Failure failureOf(Runnable work) {
        try {
            work.run();
        } catch (FailureException e) {
            return e.failure();
        }
        throw new AssertionError("it did not fail");
    }
}
