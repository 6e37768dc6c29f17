package dev.labctl;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.labctl.steps.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows between packages point one way, and each library has one door. */
class ArchitectureTest {
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.labctl");

    /** The rooms, and who may use each. */
    private static final Map<String, List<String>> USERS = Map.ofEntries(
            Map.entry("cli", List.of()),
            Map.entry("command", List.of("cli")),
            Map.entry("output", List.of("cli")),
            Map.entry("steps", List.of("command")),
            Map.entry("lease", List.of("command", "steps")),
            Map.entry("logs", List.of("command", "cli")),
            Map.entry("report", List.of("command", "output", "steps", "cli", "logs")),
            Map.entry("verify", List.of("command", "steps", "report", "output")),
            Map.entry("explain", List.of("command", "report", "output")),
            Map.entry("addresses", List.of("command", "report", "output", "steps", "verify", "explain", "plan")),
            Map.entry(
                    "cluster",
                    List.of(
                            "command",
                            "steps",
                            "logs",
                            "provider",
                            "cilium",
                            "plan",
                            "verify",
                            "explain",
                            "addresses")),
            Map.entry("plan", List.of("command", "report", "output", "cli", "explain")),
            Map.entry("workload", List.of("plan", "provider", "cluster")),
            Map.entry("doctor", List.of("command", "report", "output", "steps")),
            Map.entry("provider", List.of("command", "steps")),
            Map.entry("cilium", List.of("command", "steps", "provider")),
            Map.entry(
                    "kubernetes",
                    List.of(
                            "command",
                            "steps",
                            "lease",
                            "report",
                            "logs",
                            "output",
                            "provider",
                            "cilium",
                            "verify",
                            "explain",
                            "addresses",
                            "cluster")),
            Map.entry("tools", List.of("command", "doctor", "provider", "cilium")),
            Map.entry("process", List.of("command", "lease", "provider", "cilium", "kubernetes", "doctor", "tools")));

    @Test
    void arrowsPointOneWay() {
        Architectures.LayeredArchitecture rooms = layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("root")
                .definedBy("dev.labctl");
        for (String room : USERS.keySet()) {
            rooms = rooms.layer(room).definedBy("dev.labctl." + room + "..");
        }
        rooms = rooms.whereLayer("root").mayNotBeAccessedByAnyLayer();
        for (Map.Entry<String, List<String>> room : USERS.entrySet()) {
            List<String> users = new ArrayList<>(room.getValue());
            users.add("root");
            rooms = rooms.whereLayer(room.getKey()).mayOnlyBeAccessedByLayers(users.toArray(String[]::new));
        }
        rooms.check(CODE);
    }

    /** A circle of files has no place to begin to read. */
    @ParameterizedTest
    @ValueSource(strings = {"command", "explain", "steps", "provider.rehearsal.simulation"})
    void noFilesFormACircle(String room) {
        slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        String name = type.getName();
                        return name.startsWith("dev.labctl." + room + ".")
                                ? SliceIdentifier.of(name.replaceFirst("\\$.*", ""))
                                : SliceIdentifier.ignore();
                    }

                    @Override
                    public String getDescription() {
                        return "files of " + room;
                    }
                })
                .should()
                .beFreeOfCycles()
                .check(CODE);
    }

    @Test
    void noCycles() {
        slices().matching("dev.labctl.(**)").should().beFreeOfCycles().check(CODE);
    }

    @Test
    void leavesKnowNobody() {
        for (String leaf : new String[] {"failure", "time", "tree", "yaml", "json", "redaction", "process"}) {
            noClasses()
                    .that()
                    .resideInAPackage("dev.labctl." + leaf)
                    .should()
                    .dependOnClassesThat(resideInAPackage("dev.labctl..")
                            .and(not(resideInAPackage("dev.labctl." + leaf)))
                            .and(not(resideInAPackage("dev.labctl.failure")))
                            .and(not(resideInAPackage("dev.labctl.tree")))
                            .and(not(resideInAPackage("dev.labctl.redaction")))
                            .and(not(resideInAPackage("dev.labctl.time"))))
                    .check(CODE);
        }
    }

    @Test
    void eachLibraryHasOneDoor() {
        only("dev.labctl.cli..", "picocli..").check(CODE);
        only("dev.labctl.kubernetes", "io.fabric8..").check(CODE);
        only("dev.labctl.json", "tools.jackson..").check(CODE);
        only("dev.labctl.yaml", "org.yaml.snakeyaml..").check(CODE);
    }

    private static ArchRule only(String door, String library) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(door)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    @Test
    void effectsStayAtTheEdge() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.labctl.process")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.ProcessBuilder")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Runtime")
                .check(CODE.that(not(resideInAPackage("dev.labctl"))));
        noClasses()
                .that()
                .doNotHaveSimpleName("Main")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CODE);
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.labctl", "dev.labctl.time", "dev.labctl.process")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(CODE);
    }

    @Test
    void stepsAreValues() {
        classes().that().implement(Step.class).should().beRecords().check(CODE);
    }

    @Test
    void theIpamRulesArePure() {
        noClasses()
                .that()
                .resideInAPackage("dev.labctl.ipam")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..", "java.nio..", "java.net..", "dev.labctl.process..", "dev.labctl.kubernetes..")
                .check(CODE);
    }

    @Test
    void theSimulatedClusterHasNoTimeChanceOrFilesOfItsOwn() {
        noClasses()
                .that()
                .resideInAPackage("dev.labctl.provider.rehearsal.simulation..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.nio.file.Files")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Thread")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.util.concurrent..", "java.security..", "dev.labctl.process..", "dev.labctl.time..")
                .check(CODE);
    }
}
