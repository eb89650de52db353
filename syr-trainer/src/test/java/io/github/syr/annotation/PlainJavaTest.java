package io.github.syr.annotation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class PlainJavaTest {

    @Test
    void neitherThisPackageNorWhatItUsesKnowsDjl() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl..")
                .check(new ClassFileImporter()
                        .importPackages(
                                "io.github.syr.annotation",
                                "io.github.syr.image",
                                "io.github.syr.message",
                                "io.github.syr.io",
                                "io.github.syr.json",
                                "io.github.syr.error"));
    }
}
