package io.github.syr.demo;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.syr.demo");

    @Test
    void usesModelsByTheApiOfApplications() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "ai.djl..",
                        "io.github.syr.sam..",
                        "io.github.syr.session..",
                        "io.github.syr.training..",
                        "org.apache.maven..")
                .check(CLASSES);
    }

    @Test
    void theServerIsKnownToThePageAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.github.syr.demo.web..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.github.syr.demo.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
