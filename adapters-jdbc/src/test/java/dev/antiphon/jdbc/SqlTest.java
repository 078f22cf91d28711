package dev.antiphon.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SqlTest {

  @Test
  @DisplayName("HIST-1, LIST-1: every statement names the owner")
  void everyStatementNamesTheOwner() throws IllegalAccessException {
    List<String> statements = new ArrayList<>();
    for (Field field : Sql.class.getDeclaredFields()) {
      if (field.getType().equals(String.class) && !Modifier.isPrivate(field.getModifiers())) {
        statements.add(((String) field.get(null)).toLowerCase(Locale.ROOT));
      }
    }

    assertThat(statements).hasSizeGreaterThan(15).allSatisfy(sql -> {
      if (sql.startsWith("insert")) {
        assertThat(sql).contains("(owner_id,").contains("values (:owner,");
      } else {
        assertThat(sql).containsPattern("where (t\\.)?owner_id = :owner");
      }
    });
  }

  @Test
  @DisplayName("no statement uses what H2 or PostgreSQL lacks")
  void portable() throws IllegalAccessException {
    for (Field field : Sql.class.getDeclaredFields()) {
      if (field.getType().equals(String.class)) {
        field.setAccessible(true);
        assertThat((String) field.get(null))
            .doesNotContainIgnoringCase("on conflict")
            .doesNotContainIgnoringCase("returning")
            .doesNotContainIgnoringCase("merge ")
            .doesNotContainIgnoringCase("limit ");
      }
    }
  }
}
