// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.sharedobjects.heap", importOptions = ImportOption.DoNotIncludeTests.class)
class HeapArchitectureTest {
    private static final String HEAP = "org.sharedobjects.heap";

    @ArchTest
    static final ArchRule LAYERS_SHOULD_USE_ONLY_THOSE_BELOW = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("error")
            .definedBy(HEAP + ".error")
            .layer("layout")
            .definedBy(HEAP + ".layout")
            .layer("memory")
            .definedBy(HEAP + ".memory")
            .layer("alloc")
            .definedBy(HEAP + ".alloc")
            .layer("process")
            .definedBy(HEAP + ".process")
            .layer("value")
            .definedBy(HEAP + ".value")
            .layer("txn")
            .definedBy(HEAP + ".txn")
            .layer("chunk")
            .definedBy(HEAP + ".chunk")
            .layer("listtree")
            .definedBy(HEAP + ".listtree")
            .layer("dicttree")
            .definedBy(HEAP + ".dicttree")
            .layer("struct")
            .definedBy(HEAP + ".struct")
            .layer("read")
            .definedBy(HEAP + ".read")
            .layer("check")
            .definedBy(HEAP + ".check")
            .layer("report")
            .definedBy(HEAP + ".report")
            .layer("conflict")
            .definedBy(HEAP + ".conflict")
            .layer("reclaim")
            .definedBy(HEAP + ".reclaim")
            .layer("facade")
            .definedBy(HEAP)
            .whereLayer("facade")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("check")
            .mayOnlyBeAccessedByLayers("facade")
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("facade")
            .whereLayer("read")
            .mayOnlyBeAccessedByLayers("check", "report")
            .whereLayer("conflict")
            .mayOnlyBeAccessedByLayers("facade")
            .whereLayer("reclaim")
            .mayOnlyBeAccessedByLayers("facade")
            .whereLayer("struct")
            .mayOnlyBeAccessedByLayers("read", "check", "report", "conflict", "facade")
            .whereLayer("listtree")
            .mayOnlyBeAccessedByLayers("struct", "read", "check", "report", "conflict")
            .whereLayer("chunk")
            .mayOnlyBeAccessedByLayers("listtree", "dicttree", "struct", "read", "check", "report")
            .whereLayer("txn")
            .mayOnlyBeAccessedByLayers("chunk", "listtree", "dicttree", "struct", "conflict", "facade")
            .whereLayer("value")
            .mayOnlyBeAccessedByLayers(
                    "chunk",
                    "listtree",
                    "dicttree",
                    "struct",
                    "read",
                    "check",
                    "report",
                    "conflict",
                    "reclaim",
                    "facade")
            .whereLayer("process")
            .mayOnlyBeAccessedByLayers("txn", "struct", "report", "reclaim", "facade")
            .whereLayer("alloc")
            .mayOnlyBeAccessedByLayers(
                    "value",
                    "txn",
                    "chunk",
                    "listtree",
                    "dicttree",
                    "struct",
                    "read",
                    "check",
                    "report",
                    "reclaim",
                    "facade")
            .whereLayer("memory")
            .mayOnlyBeAccessedByLayers(
                    "alloc",
                    "process",
                    "value",
                    "txn",
                    "chunk",
                    "listtree",
                    "dicttree",
                    "struct",
                    "read",
                    "check",
                    "report",
                    "conflict",
                    "reclaim",
                    "facade")
            .whereLayer("dicttree")
            .mayOnlyBeAccessedByLayers("struct", "read", "check", "report", "conflict")
            .whereLayer("layout")
            .mayOnlyBeAccessedByLayers(
                    "memory",
                    "alloc",
                    "process",
                    "value",
                    "txn",
                    "chunk",
                    "listtree",
                    "dicttree",
                    "struct",
                    "read",
                    "check",
                    "report",
                    "conflict",
                    "reclaim",
                    "facade");

    @ArchTest
    static final ArchRule PACKAGES_SHOULD_HAVE_NO_CYCLES =
            slices().matching(HEAP + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule HEAP_SHOULD_KNOW_NOTHING_OF_GUEST_LANGUAGES = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.oracle.truffle..", "org.graalvm..", "com.oracle.graal..");

    @ArchTest
    static final ArchRule ONLY_MEMORY_SHOULD_TOUCH_MEMORY_SEGMENTS = noClasses()
            .that()
            .resideOutsideOfPackage(HEAP + ".memory")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.lang.foreign..");
}
