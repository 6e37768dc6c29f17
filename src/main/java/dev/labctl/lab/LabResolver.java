package dev.labctl.lab;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.ipam.CiliumVersion;
import dev.labctl.lab.LabDescription.ProviderKind;
import dev.labctl.lab.LabFiles.Located;
import dev.labctl.yaml.Dialect;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.Problems.Problem;
import dev.labctl.yaml.YamlFile;
import dev.labctl.yaml.YamlNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Resolves a reference to a validated {@link Lab}, or fails once with all problems of its files.
 *
 * @param kinds the kinds of expectations that labs may have
 * @param otherCilium the version of Cilium that the labs get, where its chart is not the one that labctl knows
 */
public record LabResolver(Catalogue catalogue, List<Expectation.Kind> kinds, Optional<CiliumVersion> otherCilium) {
    /** Of labs with the pinned Cilium. */
    public LabResolver(Catalogue catalogue, List<Expectation.Kind> kinds) {
        this(catalogue, kinds, Optional.empty());
    }

    public LabResolver {
        kinds = List.copyOf(kinds);
    }

    /**
     * Resolves a lab.
     *
     * @param values a file that replaces the lab's {@code values.yaml}
     * @throws dev.labctl.failure.FailureException for an unknown name, or {@link Reason#LAB_INVALID}
     */
    public Lab resolve(LabRef ref, Optional<Path> values) {
        Problems problems = new Problems();
        LabFiles files = new LabLocator(catalogue, ref, problems).locate(values);
        return read(ref, files, problems).filter(lab -> problems.none()).orElseThrow(() -> invalid(ref, problems));
    }

    /** The title only, for lists, which also contain invalid labs. */
    public Optional<String> title(LabRef ref) {
        Problems ignored = new Problems();
        LabFiles files = new LabLocator(catalogue, ref, ignored).locate(Optional.empty());
        return files.lab().flatMap(file -> description(file, ref, ignored)).map(LabDescription::title);
    }

    private Optional<Lab> read(LabRef ref, LabFiles files, Problems problems) {
        LabDescription description =
                files.lab().flatMap(file -> description(file, ref, problems)).orElse(LabDescription.undescribed(ref));
        Optional<ClusterConfig> cluster =
                description.provider() == ProviderKind.KIND ? kind(files, problems) : eks(files, problems);
        CiliumValues values = files.values()
                .flatMap(file -> values(file.path(), problems))
                .orElseGet(() -> new CiliumValues(Optional.empty(), "", Optional.empty(), otherCilium));
        ManifestReader reader = new ManifestReader(problems);
        List<Manifest> beforeAgents = manifests(files.beforeAgents(), reader, problems);
        List<Manifest> manifests = manifests(files.manifests(), reader, problems);
        return cluster.map(config -> new Lab(ref, files, description, config, values, beforeAgents, manifests));
    }

    private Optional<LabDescription> description(Located file, LabRef ref, Problems problems) {
        return document(file.path(), Dialect.UNAMBIGUOUS, problems)
                .map(document -> new LabFileReader(kinds, problems).read(document, ref));
    }

    private static Optional<ClusterConfig> kind(LabFiles files, Problems problems) {
        if (files.kind().isEmpty() && problems.none()) {
            problems.add(files.folder(), "no kind.yaml here, in its chapter, or in " + LabFiles.COMMON + "/");
        }
        return files.kind().map(Located::path).flatMap(file -> document(file, Dialect.KIND, problems)
                .flatMap(document -> KindFileReader.read(file, document, problems)));
    }

    private static Optional<ClusterConfig> eks(LabFiles files, Problems problems) {
        if (files.eks().isEmpty()) {
            problems.add(files.folder(), "an eks lab without " + LabFiles.EKS);
        }
        return files.eks().map(Located::path).flatMap(file -> document(file, Dialect.KUBERNETES, problems)
                .flatMap(document -> EksctlFileReader.read(file, document, problems)));
    }

    /** A values file may be empty or contain only comments; then the defaults apply. */
    private Optional<CiliumValues> values(Path file, Problems problems) {
        Optional<CiliumValues> values = YamlFile.read(file, Dialect.KUBERNETES, "", problems)
                .map(read -> new CiliumValues(
                        Optional.of(file),
                        read.text(),
                        read.document(problems).flatMap(document -> document.mapping("Helm values", problems)),
                        otherCilium));
        values.stream()
                .flatMap(read -> read.notes().stream())
                .filter(ValueNote::refused)
                .forEach(note -> problems.add(note.position(), note.sentence()));
        return values;
    }

    /** The objects of these files; one that another file has already is a problem. */
    private static List<Manifest> manifests(List<Located> files, ManifestReader reader, Problems problems) {
        for (Located file : files) {
            // kubectl also refuses a file without objects.
            YamlFile.read(file.path(), Dialect.KUBERNETES, "the file contains no object", problems)
                    .ifPresent(read -> read.documents().forEach(reader::document));
        }
        return reader.take();
    }

    private static Optional<YamlNode> document(Path file, Dialect dialect, Problems problems) {
        return YamlFile.read(file, dialect, "the file is empty", problems).flatMap(read -> read.document(problems));
    }

    private RuntimeException invalid(LabRef ref, Problems problems) {
        List<Problem> all = problems.all();
        String count = all.size() == 1 ? "one problem" : all.size() + " problems";
        Path base = Optional.ofNullable(catalogue.root().getParent()).orElse(catalogue.root());
        return Failure.of(
                        Reason.LAB_INVALID,
                        "the lab " + ref + " has " + count,
                        "Fix the files, then run the command again.")
                .withDetails(all.stream().map(problem -> problem.line(base)).toList())
                .asException();
    }
}
