package dev.antiphon.verification;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The direction of imports between modules; within the core, PackageOrderTest holds it. */
class ImportDirectionTest {

  private static final String[] CORE = {
    "dev.antiphon.attachment..",
    "dev.antiphon.cancel..",
    "dev.antiphon.context..",
    "dev.antiphon.directive..",
    "dev.antiphon.error..",
    "dev.antiphon.memory..",
    "dev.antiphon.message..",
    "dev.antiphon.port..",
    "dev.antiphon.run..",
    "dev.antiphon.runtime..",
    "dev.antiphon.thread..",
    "dev.antiphon.tool..",
    "dev.antiphon.tree..",
  };

  private static final JavaClasses HOUSE = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages("dev.antiphon");

  private static DescribedPredicate<JavaClass> outside(String... allowed) {
    return DescribedPredicate.not(resideInAnyPackage(allowed));
  }

  @Test
  @DisplayName("the core imports the JDK, JSpecify and itself")
  void coreIsPure() {
    classes()
        .that(resideInAnyPackage(CORE))
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(CORE)
            .or(resideInAnyPackage("java..", "org.jspecify..", "com.google.errorprone..")))
        .check(HOUSE);
  }

  @Test
  @DisplayName("only runtime-guice knows Guice")
  void guiceStaysHidden() {
    noClasses()
        .that(outside("dev.antiphon.guice.."))
        .should()
        .dependOnClassesThat(resideInAPackage("com.google.inject.."))
        .check(HOUSE);
  }

  @Test
  @DisplayName(
      "an adapter imports the core, the plug-in contract and its own technology, no other adapter")
  void adaptersStandAlone() {
    noClasses()
        .that(resideInAPackage("dev.antiphon.jdbc.."))
        .should()
        .dependOnClassesThat(resideInAnyPackage(
            "dev.antiphon.guice..",
            "dev.antiphon.tck..",
            "dev.antiphon.attachments..",
            "dev.antiphon.cloud.."))
        .check(HOUSE);
    noClasses()
        .that(resideInAPackage("dev.antiphon.cloud.."))
        .should()
        .dependOnClassesThat(resideInAnyPackage(
            "dev.antiphon.guice..",
            "dev.antiphon.tck..",
            "dev.antiphon.attachments..",
            "dev.antiphon.jdbc..",
            "dev.antiphon.openai.."))
        .check(HOUSE);
    noClasses()
        .that(resideInAPackage("dev.antiphon.attachments.."))
        .should()
        .dependOnClassesThat(resideInAnyPackage(
            "dev.antiphon.guice..",
            "dev.antiphon.tck..",
            "dev.antiphon.jdbc..",
            "dev.antiphon.cloud..",
            "java.net.http..",
            "javax.xml.."))
        .check(HOUSE);
    noClasses()
        .that(outside("dev.antiphon.attachments.."))
        .should()
        .dependOnClassesThat(resideInAnyPackage(
            "org.apache.tika..",
            "org.apache.pdfbox..",
            "org.apache.fontbox..",
            "net.coobird..",
            "org.mozilla.universalchardet.."))
        .check(HOUSE);
    noClasses()
        .that(outside("dev.antiphon.jdbc.."))
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.jdbi..", "org.h2..", "org.flywaydb.."))
        .check(HOUSE);
  }

  @Test
  @DisplayName("only adapters-openai knows LangChain4j, and it knows no other adapter")
  void langChain4jStaysHidden() {
    noClasses()
        .that(resideInAPackage("dev.antiphon.openai.."))
        .should()
        .dependOnClassesThat(resideInAnyPackage(
            "dev.antiphon.guice..",
            "dev.antiphon.tck..",
            "dev.antiphon.jdbc..",
            "dev.antiphon.cloud..",
            "dev.antiphon.attachments.."))
        .check(HOUSE);
    noClasses()
        .that(outside("dev.antiphon.openai.."))
        .should()
        .dependOnClassesThat(resideInAPackage("dev.langchain4j.."))
        .check(HOUSE);
  }

  @Test
  @DisplayName("adapters-web brings no HTTP server along, and knows no other adapter")
  void webIsBytesOnly() {
    noClasses()
        .that(resideInAPackage("dev.antiphon.web.."))
        .should()
        .dependOnClassesThat(resideInAnyPackage(
            "dev.antiphon.guice..",
            "dev.antiphon.tck..",
            "dev.antiphon.jdbc..",
            "dev.antiphon.attachments..",
            "dev.antiphon.openai..",
            "com.sun.net.httpserver..",
            "java.net..",
            "jakarta.servlet..",
            "javax.servlet.."))
        .check(HOUSE);
  }

  @Test
  @DisplayName("the plug-in contract knows no adapter and no wiring")
  void contractKnowsNobody() {
    noClasses()
        .that(resideInAPackage("dev.antiphon.spi.."))
        .should()
        .dependOnClassesThat(resideInAnyPackage(
            "dev.antiphon.guice..",
            "dev.antiphon.jdbc..",
            "dev.antiphon.attachments..",
            "dev.antiphon.openai..",
            "dev.antiphon.cloud..",
            "dev.antiphon.web..",
            "dev.antiphon.tck.."))
        .check(HOUSE);
  }

  @Test
  @DisplayName("nobody catches a thread by interrupting it but the cancellation of the core")
  void nobodyInterrupts() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.antiphon.runtime.CancelSource")
        .should()
        .callMethod(java.util.concurrent.Future.class, "cancel", boolean.class)
        .orShould()
        .callMethod(java.util.concurrent.ExecutorService.class, "shutdownNow")
        .check(HOUSE.that(outside("dev.antiphon.runtime..", "dev.antiphon.tck..")));
  }
}
