package dev.labctl;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.labctl.steps.Step;
import org.junit.jupiter.api.Test;

/** The arrows between packages point one way, and each library has one door. */
class ArchitectureTest {
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.labctl");

    @Test
    void arrowsPointOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("root")
                .definedBy("dev.labctl")
                .layer("cli")
                .definedBy("dev.labctl.cli")
                .layer("output")
                .definedBy("dev.labctl.output..")
                .layer("steps")
                .definedBy("dev.labctl.steps")
                .layer("verify")
                .definedBy("dev.labctl.verify")
                .layer("explain")
                .definedBy("dev.labctl.explain")
                .layer("addresses")
                .definedBy("dev.labctl.addresses")
                .layer("provider")
                .definedBy("dev.labctl.provider..")
                .layer("doctor")
                .definedBy("dev.labctl.doctor")
                .layer("lab")
                .definedBy("dev.labctl.lab")
                .layer("kubernetes")
                .definedBy("dev.labctl.kubernetes")
                .layer("plan")
                .definedBy("dev.labctl.plan")
                .layer("workload")
                .definedBy("dev.labctl.workload")
                .layer("ipam")
                .definedBy("dev.labctl.ipam")
                .layer("tools")
                .definedBy("dev.labctl.tools")
                .layer("process")
                .definedBy("dev.labctl.process")
                .whereLayer("root")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("cli")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("output")
                .mayOnlyBeAccessedByLayers("root", "cli")
                .whereLayer("steps")
                .mayOnlyBeAccessedByLayers("root", "cli", "output")
                .whereLayer("verify")
                .mayOnlyBeAccessedByLayers("steps", "output")
                .whereLayer("explain")
                .mayOnlyBeAccessedByLayers("steps", "output")
                .whereLayer("addresses")
                .mayOnlyBeAccessedByLayers("steps", "output", "verify", "explain")
                .whereLayer("plan")
                .mayOnlyBeAccessedByLayers("steps", "output", "cli", "explain")
                .whereLayer("workload")
                .mayOnlyBeAccessedByLayers("plan", "provider", "steps")
                .whereLayer("doctor")
                .mayOnlyBeAccessedByLayers("root", "steps", "output")
                .whereLayer("provider")
                .mayOnlyBeAccessedByLayers("root", "steps")
                .whereLayer("kubernetes")
                .mayOnlyBeAccessedByLayers("steps", "output", "provider", "verify", "explain", "addresses")
                .whereLayer("process")
                .mayOnlyBeAccessedByLayers("root", "provider", "doctor", "tools")
                .check(CODE);
    }

    @Test
    void noCycles() {
        slices().matching("dev.labctl.(**)").should().beFreeOfCycles().check(CODE);
    }

    @Test
    void leavesKnowNobody() {
        for (String leaf : new String[] {"failure", "time", "tree", "yaml", "json", "process"}) {
            noClasses()
                    .that()
                    .resideInAPackage("dev.labctl." + leaf)
                    .should()
                    .dependOnClassesThat(resideInAPackage("dev.labctl..")
                            .and(not(resideInAPackage("dev.labctl." + leaf)))
                            .and(not(resideInAPackage("dev.labctl.failure")))
                            .and(not(resideInAPackage("dev.labctl.time"))))
                    .check(CODE);
        }
    }

    @Test
    void eachLibraryHasOneDoor() {
        only("dev.labctl.cli", "picocli..").check(CODE);
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
                .resideInAPackage("dev.labctl.provider.rehearsal.simulation")
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
