package org.sluice.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The walls of the house: docs/architecture.md has the same table, with the reasons. */
class ArchitectureTest {
    private static final String HOUSE = "org.sluice.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.sluice");

    /** Which other modules each may use. */
    private static final Map<String, Set<String>> MAY_USE = Map.of(
            "job", Set.of(),
            "messaging", Set.of("job"),
            "broker", Set.of("job"),
            "reporting", Set.of("job"),
            "producer", Set.of("job", "messaging", "reporting"),
            "consumer", Set.of("job", "messaging"),
            "launcher", Set.of("job", "messaging", "broker", "reporting", "producer", "consumer"));

    private static final Set<String> MODULES = MAY_USE.keySet();

    /** Libraries that are known in few places, so that they can be exchanged there. */
    private static final Map<String, Set<String>> LIBRARIES = Map.of(
            "jakarta.jms..", Set.of("messaging", "broker"),
            "org.apache.activemq..", Set.of("messaging", "broker"),
            "com.fasterxml.jackson..", Set.of("messaging", "producer", "reporting"),
            "com.sun.jna..", Set.of("consumer"),
            "picocli..", Set.of("launcher"),
            "ch.qos.logback..", Set.of("launcher"));

    private static final Set<String> LIBRARY_PACKAGES = LIBRARIES.keySet();

    /** Public though no other package names them, each with the reason. */
    private static final Map<String, String> PUBLIC_FOR_A_REASON = Map.of(
            "org.sluice.launcher.Main", "the virtual machine starts it",
            "org.sluice.launcher.LogSettings", "Logback finds it as a service");

    /** Whatever else waits is woken by what it waits for. */
    private static final Map<String, String> MAY_SLEEP = Map.of(
            "org.sluice.consumer.ProcessTree", "no system tells of the end of processes that are not our children",
            "org.sluice.consumer.ResultSender", "nobody tells that a queue of results is there again",
            "org.sluice.producer.history.HistoryLock", "nobody tells that another process has given back its lock",
            "org.sluice.broker.EmbeddedBroker", "the broker does not tell that a client has gone");

    @Test
    void everyModuleIsLookedAt() {
        Set<String> found = CLASSES.stream().map(ArchitectureTest::module).collect(Collectors.toSet());

        assertThat(found).isEqualTo(MODULES);
    }

    @ParameterizedTest
    @FieldSource("MODULES")
    void aModuleUsesOnlyThoseThatItMay(String module) {
        Set<String> allowed = new TreeSet<>(MAY_USE.get(module));
        allowed.add(module);

        noClasses()
                .that(are(module))
                .should()
                .dependOnClassesThat(resideInAPackage("org.sluice..").and(not(in(allowed))))
                .check(CLASSES);
    }

    @ParameterizedTest
    @FieldSource("LIBRARY_PACKAGES")
    void aLibraryIsKnownOnlyWhereItBelongs(String library) {
        noClasses()
                .that(not(in(LIBRARIES.get(library))))
                .should()
                .dependOnClassesThat(resideInAPackage(library))
                .check(CLASSES);
    }

    @Test
    void theVocabularyNeedsNothingButTheJdk() {
        classes()
                .that(are("job"))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.sluice.job.."))
                .check(CLASSES);
    }

    @Test
    void noTwoPackagesNeedEachOther() {
        slices().matching("org.sluice.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void whatIsPublicIsUsedByAnotherPackage() {
        classes()
                .that()
                .areTopLevelClasses()
                .and()
                .haveModifier(JavaModifier.PUBLIC)
                .and(describe("have no other reason", type -> !PUBLIC_FOR_A_REASON.containsKey(type.getName())))
                .should(beUsedByAnotherPackage())
                .check(CLASSES);
        assertThat(PUBLIC_FOR_A_REASON.keySet())
                .as("reasons for classes that are gone")
                .allSatisfy(name -> assertThat(CLASSES.contain(name)).as(name).isTrue());
    }

    @Test
    void onlyTheLauncherWritesToTheTerminalAndEndsTheVirtualMachine() {
        noClasses()
                .that(not(are("launcher")))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(CLASSES);
    }

    @Test
    void nobodyLogsPastSlf4j() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("java.util.logging.."))
                .check(CLASSES);
    }

    @Test
    void nobodySleepsWhoCouldBeWoken() {
        noClasses()
                .that(describe("could be woken", type -> !MAY_SLEEP.containsKey(type.getName())))
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .check(CLASSES);
    }

    @Test
    void nobodyReadsOrWritesObjectsOfClassesThatAStrangerNames() {
        noClasses()
                .should()
                .dependOnClassesThat(describe(
                        "take objects apart by their class",
                        type -> Set.of(
                                        "jakarta.jms.ObjectMessage",
                                        "java.io.ObjectInputStream",
                                        "java.io.ObjectOutputStream",
                                        "com.fasterxml.jackson.databind.annotation.JsonDeserialize")
                                .contains(type.getName())))
                .check(CLASSES);
    }

    @Test
    void aClassIsNamedForWhatItDoes() {
        noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager)").check(CLASSES);
        noClasses()
                .should()
                .resideInAnyPackage("..common..", "..util..", "..utils..")
                .check(CLASSES);
    }

    private static String module(JavaClass type) {
        return type.getPackageName().startsWith(HOUSE)
                ? type.getPackageName().substring(HOUSE.length()).split("\\.")[0]
                : "";
    }

    private static DescribedPredicate<JavaClass> are(String module) {
        return describe("are of module " + module, type -> module(type).equals(module));
    }

    private static DescribedPredicate<JavaClass> in(Set<String> modules) {
        return describe("are of modules " + new TreeSet<>(modules), type -> modules.contains(module(type)));
    }

    private static ArchCondition<JavaClass> beUsedByAnotherPackage() {
        return new ArchCondition<>("be used by another package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean used = type.getDirectDependenciesToSelf().stream()
                        .anyMatch(dependency ->
                                !dependency.getOriginClass().getPackage().equals(type.getPackage()));
                events.add(new SimpleConditionEvent(
                        type, used, type.getName() + " is public, and no other package uses it"));
            }
        };
    }
}
