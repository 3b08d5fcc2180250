package org.otgwpi;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which room may use which (the architecture page, "Rooms"). */
@AnalyzeClasses(packages = "org.otgwpi", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    private static final String ROOT = "org.otgwpi.";

    private static final List<String> PERSONALITIES = List.of("otgw", "railhub", "remote", "led", "echo");

    private static final List<String> FOUNDATION =
            List.of("opentherm", "pic", "board", "net", "settings", "personality");

    private static final Map<String, List<String>> MAY_USE = Map.of(
            "opentherm", List.of(),
            "pic", List.of("opentherm"),
            "board", List.of(),
            "net", List.of(),
            "settings", List.of(),
            "personality", List.of("board", "net", "settings"),
            "update", List.of("board", "net", "settings", "personality"),
            "system", List.of("board", "net", "settings", "personality", "update"),
            "simulator", List.of("opentherm", "pic", "board", "net"));

    @ArchTest
    static final ArchRule everyRoomUsesOnlyWhatItMay = classes()
            .that()
            .resideInAPackage("org.otgwpi..")
            .and()
            .resideOutsideOfPackage("org.otgwpi")
            .should(new UsesOnlyItsRooms(ROOT, PERSONALITIES, FOUNDATION, MAY_USE));

    @ArchTest
    static final ArchRule onlyTheBoardSeesTheHardwareLibraries = noClasses()
            .that()
            .resideOutsideOfPackage("org.otgwpi.board..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.pi4j..", "com.fazecast..", "java.lang.foreign..");

    @ArchTest
    static final ArchRule whatIsPureDoesNoInputOrOutput = noClasses()
            .that()
            .resideInAnyPackage("org.otgwpi.opentherm..", "org.otgwpi.pic..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.nio.file..", "java.nio.channels..", "java.util.concurrent..");

    @ArchTest
    static final ArchRule theRoomsHaveNoCycles =
            slices().matching("org.otgwpi.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule classesAreNamedAfterTheField =
            noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl)");

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .that()
            .resideOutsideOfPackage("org.otgwpi.simulator..")
            .should()
            .callMethod(Thread.class, "sleep", long.class);

    private ArchitectureTest() {}

    /** Fails the rooms of a class's dependencies that {@code mayUse} does not list. */
    private static final class UsesOnlyItsRooms extends ArchCondition<JavaClass> {

        private final String root;
        private final List<String> personalities;
        private final List<String> foundation;
        private final Map<String, List<String>> mayUse;

        UsesOnlyItsRooms(
                String root, List<String> personalities, List<String> foundation, Map<String, List<String>> mayUse) {
            super("use only the rooms they may");
            this.root = root;
            this.personalities = personalities;
            this.foundation = foundation;
            this.mayUse = mayUse;
        }

        @Override
        public void check(JavaClass item, ConditionEvents events) {
            String room = room(item.getPackageName());
            List<String> allowed = personalities.contains(room)
                    ? Stream.concat(foundation.stream(), Stream.of("update", "system"))
                            .toList()
                    : mayUse.getOrDefault(room, List.of());
            item.getDirectDependenciesFromSelf().stream()
                    .filter(dependency ->
                            dependency.getTargetClass().getPackageName().startsWith(root))
                    .filter(dependency -> {
                        String target = room(dependency.getTargetClass().getPackageName());
                        return !target.equals(room) && !allowed.contains(target);
                    })
                    .forEach(dependency ->
                            events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription())));
        }

        private String room(String packageName) {
            return packageName.startsWith(root)
                    ? packageName.substring(root.length()).split("\\.")[0]
                    : "";
        }
    }
}
