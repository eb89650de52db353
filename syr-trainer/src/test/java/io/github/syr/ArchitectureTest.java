package io.github.syr;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which package may depend on which. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.syr");

    @Test
    void runtimeAndTrainerNeverSeeMaven() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.maven..", "org.eclipse.aether..")
                .check(CLASSES);
    }

    @Test
    void onlyTheModelSeesDjl() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.github.syr.device",
                        "io.github.syr.sam",
                        "io.github.syr.segment",
                        "io.github.syr.training",
                        "io.github.syr.evaluation",
                        "io.github.syr.session")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..")
                .check(CLASSES);
    }

    @Test
    void messagesAndGatesAreReadWithoutTheModel() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.github.syr.message",
                        "io.github.syr.gate",
                        "io.github.syr.freshness",
                        "io.github.syr.annotation",
                        "io.github.syr.mask",
                        "io.github.syr.metrics")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.github.syr.sam", "io.github.syr.device", "io.github.syr.segment", "io.github.syr.training")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.github.syr.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
