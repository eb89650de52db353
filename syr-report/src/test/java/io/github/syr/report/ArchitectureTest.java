package io.github.syr.report;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** A report is made from files: no model, no native library, no Maven. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.syr.report");

    @Test
    void seesNoModelAndNoMaven() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "ai.djl..",
                        "io.github.syr.sam..",
                        "io.github.syr.device..",
                        "io.github.syr.session..",
                        "io.github.syr.training..",
                        "io.github.syr.evaluation..",
                        "org.apache.maven..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.github.syr.report.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }
}
