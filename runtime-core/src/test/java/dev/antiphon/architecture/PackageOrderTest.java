package dev.antiphon.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchConditions.never;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds section 3 of {@code docs/architecture.md}. */
class PackageOrderTest {

  private static final String ROOT = "dev.antiphon.";

  /** From the ground up: a package imports only from those before it. */
  private static final List<String> ORDER = List.of(
      "error",
      "cancel",
      "message",
      "attachment",
      "tree",
      "tool",
      "context",
      "directive",
      "run",
      "thread",
      "port",
      "memory",
      "runtime");

  /** What the packages below port may use of java.util.concurrent. */
  private static final Set<String> HARMLESS =
      Set.of(CancellationException.class.getName(), Callable.class.getName());

  /** What the handle on a file that an application gives mentions, and nobody there calls. */
  private static final Set<String> OF_FILE_HANDLES =
      Set.of(InputStream.class.getName(), IOException.class.getName());

  private static final Set<Class<?>> SOURCES_OF_CHANCE =
      Set.of(UUID.class, Random.class, SplittableRandom.class);

  private static final JavaClasses CORE = new ClassFileImporter()
      .withImportOption(new ImportOption.DoNotIncludeTests())
      .importPackages("dev.antiphon");

  @Test
  @DisplayName("every class stands in a package of the order")
  void everyPackageHasItsPlace() {
    assertThat(CORE).isNotEmpty();
    assertThat(CORE.stream().filter(each -> placeOf(each) < 0).map(JavaClass::getName))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("order")
  @DisplayName("a package imports only from packages below it")
  void importsPointDown(String name) {
    List<String> above = ORDER.subList(ORDER.indexOf(name) + 1, ORDER.size());
    classes()
        .that()
        .resideInAPackage(ROOT + name + "..")
        .should(never(dependOnClassesThat(resideInAnyPackage(
            above.stream().map(each -> ROOT + each + "..").toArray(String[]::new)))))
        .because("the order is " + String.join(" < ", ORDER))
        .allowEmptyShould(true)
        .check(CORE);
  }

  static List<String> order() {
    return ORDER;
  }

  @Test
  @DisplayName("there are no cycles between packages, sub-packages included")
  void noCycles() {
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CORE);
  }

  @Test
  @DisplayName("the core uses nothing but the JDK and annotations")
  void noDependencies() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages(
            "dev.antiphon..",
            "java..",
            "org.jspecify.annotations..",
            "com.google.errorprone.annotations..")
        .check(CORE);
  }

  @Test
  @DisplayName("below port nothing starts a thread, takes a lock, does I/O, or draws by chance")
  void pureTypes() {
    classes()
        .that()
        .resideInAnyPackage(belowPort())
        .should(never(dependOnClassesThat(describe("are impure", PackageOrderTest::isImpure))))
        .check(CORE);
  }

  @Test
  @DisplayName("below port nothing reads a clock")
  void noClocks() {
    noClasses()
        .that()
        .resideInAnyPackage(belowPort())
        .should()
        .callMethodWhere(describe("reads a clock", PackageOrderTest::readsClock))
        .check(CORE);
  }

  @Test
  @DisplayName("below port no method is synchronized")
  void nothingSynchronized() {
    methods()
        .that()
        .areDeclaredInClassesThat(resideInAnyPackage(belowPort()))
        .should()
        .notHaveModifier(JavaModifier.SYNCHRONIZED)
        .check(CORE);
  }

  private static int placeOf(JavaClass type) {
    String name = type.getPackageName();
    if (!name.startsWith(ROOT)) {
      return -1;
    }
    String rest = name.substring(ROOT.length());
    int dot = rest.indexOf('.');
    return ORDER.indexOf(dot < 0 ? rest : rest.substring(0, dot));
  }

  private static String[] belowPort() {
    List<String> packages = new ArrayList<>();
    for (String name : ORDER.subList(0, ORDER.indexOf("port"))) {
      packages.add(ROOT + name + "..");
    }
    return packages.toArray(String[]::new);
  }

  private static boolean isImpure(JavaClass type) {
    String name = type.getName();
    if (name.startsWith("java.util.concurrent.")) {
      return !HARMLESS.contains(name);
    }
    return (name.startsWith("java.io.") && !OF_FILE_HANDLES.contains(name))
        || name.startsWith("java.nio.")
        || name.startsWith("java.net.")
        || name.startsWith("java.security.")
        || type.isEquivalentTo(Thread.class)
        || type.isEquivalentTo(ThreadLocal.class)
        || type.isEquivalentTo(Process.class)
        || SOURCES_OF_CHANCE.stream().anyMatch(type::isEquivalentTo);
  }

  private static boolean readsClock(JavaCall<?> call) {
    String owner = call.getTargetOwner().getName();
    String method = call.getName();
    return (owner.startsWith("java.time.") && (method.equals("now") || method.startsWith("system")))
        || (owner.equals("java.lang.System")
            && (method.equals("currentTimeMillis") || method.equals("nanoTime")))
        || (owner.equals("java.lang.Math") && method.equals("random"));
  }
}
