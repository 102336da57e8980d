package dev.offing.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Dependencies inside the server point one way, and some tools stay behind their layer. */
@AnalyzeClasses(packages = "dev.offing.server", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {

    @ArchTest
    static final ArchRule LAYERS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("composition")
            .definedBy("dev.offing.server")
            .layer("http")
            .definedBy("dev.offing.server.http..")
            .layer("socket")
            .definedBy("dev.offing.server.socket..")
            .layer("importing")
            .definedBy("dev.offing.server.importing..")
            .layer("search")
            .definedBy("dev.offing.server.search..")
            .layer("live")
            .definedBy("dev.offing.server.live..")
            .layer("access")
            .definedBy("dev.offing.server.access..")
            .layer("account")
            .definedBy("dev.offing.server.account..")
            .layer("store")
            .definedBy("dev.offing.server.store..")
            .whereLayer("composition")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("http")
            .mayOnlyBeAccessedByLayers("composition")
            .whereLayer("socket")
            .mayOnlyBeAccessedByLayers("composition")
            .whereLayer("importing")
            .mayOnlyBeAccessedByLayers("composition", "http")
            .whereLayer("search")
            .mayOnlyBeAccessedByLayers("composition", "http")
            .whereLayer("live")
            .mayOnlyBeAccessedByLayers("composition", "socket", "importing", "search")
            .whereLayer("access")
            .mayOnlyBeAccessedByLayers("composition", "http", "socket", "importing", "search", "live")
            .whereLayer("account")
            .mayOnlyBeAccessedByLayers("composition", "http", "socket", "importing", "search", "live", "access");

    @ArchTest
    static final ArchRule DATABASE_STAYS_IN_THE_STORE = noClasses()
            .that()
            .resideOutsideOfPackage("dev.offing.server.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.sql..", "javax.sql..", "org.jdbi..", "org.flywaydb..", "com.zaxxer..", "org.sqlite..");

    @ArchTest
    static final ArchRule WEB_FRAMEWORK_STAYS_AT_THE_EDGES = noClasses()
            .that()
            .resideOutsideOfPackages("dev.offing.server.http..", "dev.offing.server.socket..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..");

    @ArchTest
    static final ArchRule NO_NATIVE_DESERIALISATION =
            noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.io.ObjectInputStream");
}
