package dev.offing.sync;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Synchronisation is sans-I/O, depends on the engine alone, and its parts depend one way. */
@AnalyzeClasses(packages = "dev.offing.sync", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule dependsOnTheEngineAndPlainJavaAlone = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.offing.sync..",
                    "dev.offing.engine",
                    "java.lang",
                    "java.util",
                    "java.util.function",
                    "java.util.stream",
                    "java.util.zip",
                    "java.lang.runtime",
                    "java.lang.invoke");

    @ArchTest
    static final ArchRule hasNoClockThreadChanceOrReflection = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.Thread")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.Runtime")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.UUID")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Date")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Timer")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    /** The compiler to JavaScript has no small form of these (docs/adr/0001). */
    @ArchTest
    static final ArchRule usesNothingTheBrowserBuildLacksOrPaysDearlyFor = noClasses()
            .should()
            .callMethod(String.class, "format", String.class, Object[].class)
            .orShould()
            .callMethod(String.class, "split", String.class)
            .orShould()
            .callMethod(String.class, "replaceAll", String.class, String.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.HexFormat")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.StringJoiner");

    @ArchTest
    static final ArchRule clientServerAndDirectoryDoNotKnowEachOther = slices().matching(
                    "dev.offing.sync.(client|server|directory)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule protocolKnowsNeitherClientNorServer = noClasses()
            .that()
            .resideInAPackage("dev.offing.sync.protocol..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.offing.sync.client..", "dev.offing.sync.server..", "dev.offing.sync.directory..");

    @ArchTest
    static final ArchRule theRulesOfWhatIsKeptKnowTheTreeAlone = noClasses()
            .that()
            .resideInAPackage("dev.offing.sync.offline..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.offing.sync.client..", "dev.offing.sync.server..", "dev.offing.sync.protocol..");
}
