package io.github.syr.image;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.syr.image.decode.ImageDecoder;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.syr.image", "io.github.syr.error");

    @Test
    void needsTheJdkAndTwelveMonkeysAlone() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.imageio..",
                        "com.twelvemonkeys..",
                        "org.jspecify..",
                        "io.github.syr.image..",
                        "io.github.syr.error")
                .check(CLASSES);
    }

    @Test
    void showsNoCodec() {
        classes()
                .that()
                .resideInAPackage("io.github.syr.image.decode")
                .and()
                .doNotHaveFullyQualifiedName(ImageDecoder.class.getName())
                .and()
                .areTopLevelClasses()
                .should()
                .notHaveModifier(JavaModifier.PUBLIC)
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.github.syr.(**)").should().beFreeOfCycles().check(CLASSES);
    }
}
