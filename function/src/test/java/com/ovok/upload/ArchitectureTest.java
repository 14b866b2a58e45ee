package com.ovok.upload;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.ovok.client.model.FileEntryDto;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "com.ovok.upload", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String BASE = "com.ovok.upload";

    @ArchTest
    static final ArchRule arrowsGoOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage(BASE + "..")
            .layer("base")
            .definedBy(BASE)
            .layer("lambda")
            .definedBy(BASE + ".lambda..")
            .layer("event")
            .definedBy(BASE + ".event..")
            .layer("api")
            .definedBy(BASE + ".api..")
            .layer("transfer")
            .definedBy(BASE + ".transfer..")
            .layer("results")
            .definedBy(BASE + ".results..")
            .layer("ledger")
            .definedBy(BASE + ".ledger..")
            .layer("ovok")
            .definedBy(BASE + ".ovok..")
            .layer("post")
            .definedBy(BASE + ".post..")
            .layer("source")
            .definedBy(BASE + ".source..")
            .layer("s3")
            .definedBy(BASE + ".s3..")
            .layer("aws")
            .definedBy(BASE + ".aws..")
            .layer("http")
            .definedBy(BASE + ".http..")
            .whereLayer("lambda")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("event")
            .mayOnlyBeAccessedByLayers("lambda")
            .whereLayer("api")
            .mayOnlyBeAccessedByLayers("lambda")
            .whereLayer("transfer")
            .mayOnlyBeAccessedByLayers("lambda", "event", "api", "results")
            .whereLayer("results")
            .mayOnlyBeAccessedByLayers("lambda")
            .whereLayer("ledger")
            .mayOnlyBeAccessedByLayers("lambda", "transfer")
            .whereLayer("ovok")
            .mayOnlyBeAccessedByLayers("lambda", "transfer")
            .whereLayer("post")
            .mayOnlyBeAccessedByLayers("lambda", "transfer", "ovok")
            .whereLayer("source")
            .mayOnlyBeAccessedByLayers("lambda", "event", "api", "transfer", "results", "post")
            .whereLayer("s3")
            .mayOnlyBeAccessedByLayers("lambda", "source", "post", "results")
            .whereLayer("aws")
            .mayOnlyBeAccessedByLayers("lambda", "ledger", "ovok", "source", "post", "s3", "results")
            .whereLayer("http")
            .mayOnlyBeAccessedByLayers("lambda", "ovok", "source", "post", "s3", "aws")
            .whereLayer("base")
            .mayNotAccessAnyLayer();

    @ArchTest
    static final ArchRule noPackageLeadsBackToItself =
            slices().matching(BASE + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule everyClassHasItsPlace = classes()
            .should()
            .resideInAnyPackage(
                    BASE,
                    BASE + ".lambda..",
                    BASE + ".event..",
                    BASE + ".api..",
                    BASE + ".transfer..",
                    BASE + ".results..",
                    BASE + ".ledger..",
                    BASE + ".ovok..",
                    BASE + ".post..",
                    BASE + ".source..",
                    BASE + ".s3..",
                    BASE + ".aws..",
                    BASE + ".http..");

    @ArchTest
    static final ArchRule onlyTheEntryLeavesTheOvokPackage = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + ".ovok..")
            .should()
            .dependOnClassesThat(resideInAPackage("com.ovok.client..").and(not(equivalentTo(FileEntryDto.class))));

    @ArchTest
    static final ArchRule onlyTheHandlersKnowLambda = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + ".lambda..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.amazonaws..");

    @ArchTest
    static final ArchRule onlyAwsKnowsTheSdk = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + ".aws..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk..");

    @ArchTest
    static final ArchRule awsKnowsTheBaseAndHttpAlone = noClasses()
            .that()
            .resideInAPackage(BASE + ".aws..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage(BASE + ".(*)..").and(not(resideInAnyPackage(BASE + ".aws..", BASE + ".http.."))));

    @ArchTest
    static final ArchRule handlersKeepNothingBetweenInvocations = fields().that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(BASE + ".lambda..", BASE + ".event..", BASE + ".api..")
            .should()
            .beFinal();

    @ArchTest
    static final ArchRule onlyTheLogWritesToStandardOutput =
            noClasses().that().doNotHaveFullyQualifiedName(BASE + ".Log").should(ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule nothingIsLoggedAnyOtherWay = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache.commons.logging..");
}
