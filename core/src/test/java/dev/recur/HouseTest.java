package dev.recur;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.recur.kernel.Kernels;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The laws of the house, held against the compiled classes of this module. */
class HouseTest {
    /** From the ground up. A room imports only rooms that stand before it, so there are no cycles either. */
    private static final List<String> ROOMS = List.of(
            "kernel",
            "parallel",
            "random",
            "array",
            "cell",
            "text",
            "batch",
            "layer",
            "loss",
            "optim",
            "store",
            "plot",
            "model",
            "train",
            "generate",
            "inspect");

    private static final int LONGEST_FILE = 600;

    private static JavaClasses house;

    @BeforeAll
    static void readClasses() throws URISyntaxException {
        house = new ClassFileImporter()
                .importPath(Path.of(Kernels.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI()));
    }

    @TestFactory
    Stream<DynamicTest> aRoomImportsOnlyRoomsBeforeIt() {
        return ROOMS.stream()
                .filter(room -> house.containPackage("dev.recur." + room))
                .map(room -> DynamicTest.dynamicTest(room, () -> {
                    List<String> later = ROOMS.subList(ROOMS.indexOf(room) + 1, ROOMS.size());
                    noClasses()
                            .that()
                            .resideInAPackage(in(room))
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(Stream.concat(later.stream(), Stream.of("cli", "bench"))
                                    .map(HouseTest::in)
                                    .toArray(String[]::new))
                            .because("imports run towards the kernels only")
                            .check(house);
                }));
    }

    @Test
    void everyClassLivesInARoom() {
        classes()
                .should()
                .resideInAnyPackage(
                        ROOMS.stream().map(room -> "dev.recur." + room).toArray(String[]::new))
                .because("rooms are flat, and a new one gets its place in this list and on the design page")
                .check(house);
    }

    @Test
    void onlyTheKernelsTouchTheIncubatingModule() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.recur.kernel")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator..")
                .because("everything else must run on a JVM that was started without it")
                .check(house);
    }

    @Test
    void coreStandsOnTheJdkAndTwoSmallLibraries() {
        noClasses()
                .should()
                .dependOnClassesThat(describe(
                        "are foreign",
                        type -> !resideInAnyPackage(
                                                "dev.recur..",
                                                "java..",
                                                "jdk.incubator.vector..",
                                                "org.jspecify.annotations..",
                                                "com.fasterxml.jackson.core..")
                                        .test(type.getBaseComponentType())
                                && !type.getBaseComponentType().isPrimitive()))
                .check(house);
    }

    @Test
    void theLibraryPrintsNothing() {
        noClasses()
                .should()
                .accessTargetWhere(target("java\\.lang\\.System\\.(out|err)|.*\\.printStackTrace"))
                .because("the library tells by results, exceptions and events; the command line prints")
                .check(house);
    }

    @Test
    void randomnessComesInAsAParameter() {
        noClasses()
                .should()
                .accessTargetWhere(target("java\\.lang\\.Math\\.random|java\\.util\\.UUID\\.randomUUID"
                        + "|java\\.util\\.(Random|SplittableRandom|concurrent\\.ThreadLocalRandom)\\..*"
                        + "|java\\.security\\.SecureRandom\\..*|java\\.util\\.Collections\\.shuffle"))
                .because("equal seeds give equal bits; dev.recur.random has named streams")
                .check(house);
    }

    @Test
    void timeComesInAsAParameter() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.recur.train")
                .should()
                .accessTargetWhere(target("java\\.lang\\.System\\.(currentTimeMillis|nanoTime)"
                        + "|java\\.time\\.(Clock\\.system.*|[A-Za-z]+\\.now)"))
                .because("no result may depend on the clock; take a LongSupplier")
                .check(house);
    }

    @Test
    void classesAreAbstractOrFinal() {
        classes()
                .that(describe(
                        "are ordinary classes",
                        type -> !type.isInterface()
                                && !type.isEnum()
                                && !type.isAnonymousClass()
                                && !type.isLocalClass()
                                && !isEnumBody(type)))
                .should()
                .haveModifier(JavaModifier.FINAL)
                .orShould()
                .haveModifier(JavaModifier.ABSTRACT)
                .check(house);
    }

    @Test
    void everyPackageIsNullMarked() {
        house.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .forEach(room -> assertThat(room.isAnnotatedWith("org.jspecify.annotations.NullMarked"))
                        .as("%s has a package-info.java with @NullMarked", room.getName())
                        .isTrue());
    }

    @Test
    void noFileIsLong() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            for (Path file :
                    (Iterable<Path>) files.filter(path -> path.toString().endsWith(".java"))::iterator) {
                assertThat(Files.readAllLines(file).size())
                        .as("lines of %s", file)
                        .isLessThanOrEqualTo(LONGEST_FILE);
            }
        }
    }

    private static String in(String room) {
        return "dev.recur." + room + "..";
    }

    private static boolean isEnumBody(JavaClass type) {
        return type.getRawSuperclass().map(JavaClass::isEnum).orElse(false);
    }

    private static DescribedPredicate<JavaAccess<?>> target(String pattern) {
        return describe(
                "target is " + pattern,
                access -> Pattern.matches(
                        pattern,
                        access.getTargetOwner().getName() + "."
                                + access.getTarget().getName()));
    }
}
