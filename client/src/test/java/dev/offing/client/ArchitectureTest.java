package dev.offing.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The client builds on synchronisation, the engine, SQLite and the JDK; never on the server. */
@AnalyzeClasses(packages = "dev.offing.client", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule dependsOnSyncAndEngineAlone = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.offing.client",
                    "dev.offing.sync",
                    "dev.offing.sync.client",
                    "dev.offing.sync.directory",
                    "dev.offing.sync.protocol",
                    "dev.offing.engine",
                    "org.sqlite..",
                    "com.fasterxml.jackson..",
                    "java..",
                    "javax.crypto..");
}
