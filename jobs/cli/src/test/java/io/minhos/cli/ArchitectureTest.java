package io.minhos.cli;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the modules may import, and what may not take part in a decision. */
class ArchitectureTest {

  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests())
            .importPackages("io.minhos");
    // A rename of the packages must not leave the rules without a subject.
    for (String layer :
        new String[] {
          "domain", "engines", "flink", "store", "trading", "retraining", "state", "sql", "cli"
        }) {
      assertThat(classes.that(resideInAPackage("io.minhos." + layer + ".."))).isNotEmpty();
    }
  }

  @Test
  void importsPointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("domain")
        .definedBy("io.minhos.domain..")
        .layer("engines")
        .definedBy("io.minhos.engines..")
        .layer("operators")
        .definedBy("io.minhos.flink..")
        .layer("store")
        .definedBy("io.minhos.store..")
        .layer("trading")
        .definedBy("io.minhos.trading..")
        .layer("retraining")
        .definedBy("io.minhos.retraining..")
        .layer("state")
        .definedBy("io.minhos.state..")
        .layer("sql")
        .definedBy("io.minhos.sql..")
        .layer("cli")
        .definedBy("io.minhos.cli..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("retraining")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("state")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("sql")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("trading")
        .mayOnlyBeAccessedByLayers("retraining", "state", "sql", "cli")
        .whereLayer("operators")
        .mayOnlyBeAccessedByLayers("trading", "retraining", "state", "sql", "cli")
        .whereLayer("engines")
        .mayOnlyAccessLayers("domain")
        .whereLayer("store")
        .mayOnlyAccessLayers("domain")
        .check(classes);
  }

  @Test
  void theDomainImportsOnlyTheJdk() {
    classes()
        .that()
        .resideInAPackage("io.minhos.domain..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.minhos.domain..", "java..")
        .check(classes);
  }

  /** The database may be away: nothing that trades knows of it. */
  @Test
  void onlyStateKnowsADatabase() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.minhos.state..", "io.minhos.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..")
        .check(classes);
  }

  /** The planner is large and changes with every Flink: what trades runs without it. */
  @Test
  void onlySqlKnowsFlinkSql() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.minhos.sql..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.flink.table..")
        .check(classes);
  }

  @Test
  void packagesOfTheDomainHaveNoCycles() {
    slices().matching("io.minhos.domain.(*)..").should().beFreeOfCycles().check(classes);
  }

  @Test
  void nothingLivesInACommonPlace() {
    noClasses()
        .should()
        .resideInAnyPackage("..common..", "..util..", "..utils..", "..helper..")
        .check(classes);
  }

  @Test
  void theDomainKnowsNoClockAndNoChance() {
    noClasses()
        .that()
        .resideInAPackage("io.minhos.domain..")
        .should()
        .callMethodWhere(
            target(nameMatching("currentTimeMillis|nanoTime|now|systemUTC|randomUUID|random")))
        .orShould()
        .dependOnClassesThat(
            resideInAPackage("java.util.random..")
                .or(assignableTo(Random.class))
                .or(assignableTo(Clock.class)))
        .check(classes);
  }

  @Test
  void theStoreKnowsNoClock() {
    noClasses()
        .that()
        .resideInAPackage("io.minhos.store..")
        .should()
        .callMethodWhere(target(nameMatching("currentTimeMillis|nanoTime|now|systemUTC")))
        .orShould()
        .dependOnClassesThat(assignableTo(Clock.class))
        .check(classes);
  }

  @Test
  void noStaticIsMutable() {
    fields().that().areStatic().should().beFinal().check(classes);
  }
}
