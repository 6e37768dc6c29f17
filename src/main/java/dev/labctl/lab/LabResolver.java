package dev.labctl.lab;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.lab.LabDescription.ProviderKind;
import dev.labctl.lab.LabFiles.Located;
import dev.labctl.lab.LabFiles.Origin;
import dev.labctl.tree.Tree;
import dev.labctl.yaml.Position;
import dev.labctl.yaml.Problem;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlFile;
import dev.labctl.yaml.YamlNode;
import dev.labctl.yaml.YamlReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Resolves a reference to a validated {@link Lab}, or fails once with all problems of its files. */
public final class LabResolver {
    private final Catalogue catalogue;
    private final List<Expectation.Kind> kinds;

    /**
     * A resolver of the labs of a catalogue.
     *
     * @param kinds of expectations that their {@code lab.yaml} may have
     */
    public LabResolver(Catalogue catalogue, List<Expectation.Kind> kinds) {
        this.catalogue = catalogue;
        this.kinds = List.copyOf(kinds);
    }

    /**
     * Resolves a lab.
     *
     * @param values a file that replaces the lab's {@code values.yaml}
     * @throws dev.labctl.failure.FailureException for an unknown name, or {@link Reason#LAB_INVALID}
     */
    public Lab resolve(LabRef ref, Optional<Path> values) {
        Problems problems = new Problems();
        LabFiles files = new LabLocator(catalogue, ref, problems).locate();
        if (values.isPresent()) {
            Located option = new Located(values.get(), Origin.OPTION);
            files = new LabFiles(
                    files.folder(),
                    files.lab(),
                    files.kind(),
                    files.eks(),
                    Optional.of(option),
                    files.manifests(),
                    files.readme());
        }
        Lab lab = read(ref, files, problems);
        if (!problems.none()) {
            throw invalid(ref, problems);
        }
        return lab;
    }

    /** The title only, for lists, which also contain invalid labs. */
    public Optional<String> title(LabRef ref) {
        Problems ignored = new Problems();
        LabFiles files = new LabLocator(catalogue, ref, ignored).locate();
        return files.lab()
                .flatMap(file -> single(file.path(), ignored, (text, document) -> document))
                .map(document ->
                        LabFileReader.read(document, ref, kinds, ignored).title());
    }

    private Lab read(LabRef ref, LabFiles files, Problems problems) {
        LabDescription description = files.lab()
                .flatMap(file -> single(
                        file.path(), problems, (text, document) -> LabFileReader.read(document, ref, kinds, problems)))
                .orElse(LabDescription.undescribed(ref));
        Optional<KindConfig> kind = Optional.empty();
        Map<String, Object> eks = Map.of();
        if (description.provider() == ProviderKind.KIND) {
            kind = kind(files, problems);
        } else if (files.eks().isEmpty()) {
            problems.add(Problem.of(files.folder(), "an eks lab without " + LabFiles.EKS));
        } else {
            eks = eks(files.eks().get().path(), problems);
        }
        CiliumValues values =
                files.values().flatMap(file -> values(file.path(), problems)).orElse(CiliumValues.NONE);
        return new Lab(ref, files, description, kind, eks, values, manifests(files.manifests(), problems));
    }

    private Optional<KindConfig> kind(LabFiles files, Problems problems) {
        if (files.kind().isEmpty()) {
            if (problems.none()) {
                problems.add(Problem.of(
                        files.folder(), "no kind.yaml here, in its chapter, or in " + LabFiles.COMMON + "/"));
            }
            return Optional.empty();
        }
        Path file = files.kind().get().path();
        return single(file, problems, (text, document) -> KindFileReader.read(file, text, document, problems))
                .flatMap(found -> found);
    }

    private static Map<String, Object> eks(Path file, Problems problems) {
        return single(file, problems, (text, document) -> {
                    if (!(document instanceof YamlNode.Mapping)) {
                        problems.add(document.position(), "a ClusterConfig must be a mapping, not " + document.what());
                    }
                    return Tree.map(document.tree());
                })
                .orElse(Map.of());
    }

    /** A values file may be empty or contain only comments; then the defaults apply. */
    private static Optional<CiliumValues> values(Path file, Problems problems) {
        return YamlFile.text(file, problems).flatMap(text -> {
            List<YamlNode> documents = YamlReader.read(file, text, problems);
            if (documents.isEmpty()) {
                return Optional.of(new CiliumValues(Optional.of(file), text, Optional.empty()));
            }
            oneOnly(documents, problems);
            if (documents.get(0) instanceof YamlNode.Mapping mapping) {
                return Optional.of(new CiliumValues(Optional.of(file), text, Optional.of(mapping)));
            }
            problems.add(
                    documents.get(0).position(),
                    "Helm values must be a mapping, not " + documents.get(0).what());
            return Optional.empty();
        });
    }

    private static List<Manifest> manifests(List<Located> files, Problems problems) {
        ManifestReader reader = new ManifestReader(problems);
        for (Located file : files) {
            YamlFile.text(file.path(), problems).ifPresent(text -> {
                int before = problems.all().size();
                List<YamlNode> documents = YamlReader.read(file.path(), text, problems);
                if (documents.isEmpty() && problems.all().size() == before) {
                    // kubectl also refuses such a file.
                    problems.add(new Position(file.path(), 1, 1), "the file contains no object");
                }
                documents.forEach(reader::document);
            });
        }
        return reader.manifests();
    }

    private static <T> Optional<T> single(Path file, Problems problems, BiFunction<String, YamlNode, T> read) {
        return YamlFile.text(file, problems).flatMap(text -> {
            int before = problems.all().size();
            List<YamlNode> documents = YamlReader.read(file, text, problems);
            if (documents.isEmpty()) {
                if (problems.all().size() == before) {
                    problems.add(new Position(file, 1, 1), "the file is empty");
                }
                return Optional.empty();
            }
            oneOnly(documents, problems);
            return Optional.of(read.apply(text, documents.get(0)));
        });
    }

    private static void oneOnly(List<YamlNode> documents, Problems problems) {
        if (documents.size() > 1) {
            problems.add(documents.get(1).position(), "a second document: this file must contain only one");
        }
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
