package io.github.syr.maven;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.apache.maven.plugin.AbstractMojo;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private final JavaClasses syr = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.syr");
    private final JavaClasses plugin = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.syr.maven");

    /** Not even by what it calls: a native library that one class loader has loaded no other one can. */
    @Test
    void mavenNeverLoadsDjl() {
        assertTrue(syr.contain("io.github.syr.sam.Sam"), "the classes that do use DJL are looked at");
        noClasses()
                .that()
                .resideInAPackage("io.github.syr.maven..")
                .should()
                .transitivelyDependOnClassesThat()
                .resideInAPackage("ai.djl..")
                .check(syr);
    }

    /**
     * What a file or a message says must not depend on whose machine wrote it: "0,85" in German, digits of its own in
     * Arabic.
     */
    @Test
    void nothingIsFormattedByTheMachinesLanguage() {
        noClasses()
                .should()
                .callMethod(String.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(String.class, "formatted", Object[].class)
                .orShould()
                .callMethod(String.class, "toLowerCase")
                .orShould()
                .callMethod(String.class, "toUpperCase")
                .orShould()
                .callMethod(java.io.PrintStream.class, "printf", String.class, Object[].class)
                .check(syr);
    }

    @Test
    void workerAndRuntimeNeverSeeMaven() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.github.syr.maven..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.maven..", "org.eclipse.aether..", "io.github.syr.maven..")
                .check(syr);
    }

    @Test
    void servicesDontKnowTheGoals() {
        noClasses()
                .that()
                .resideInAPackage("io.github.syr.maven.*..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(AbstractMojo.class)
                .check(plugin);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.github.syr.(**)").should().beFreeOfCycles().check(plugin);
    }

    @Test
    void theRootHoldsGoalsAlone() {
        classes()
                .that()
                .resideInAPackage("io.github.syr.maven")
                .and()
                .areTopLevelClasses()
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .beAssignableTo(AbstractMojo.class)
                .check(plugin);
    }

    @Test
    void goalsAreNamedForWhatTheyAre() {
        classes()
                .that()
                .areAssignableTo(AbstractMojo.class)
                .should()
                .haveSimpleNameEndingWith("Mojo")
                .check(plugin);
    }
}
