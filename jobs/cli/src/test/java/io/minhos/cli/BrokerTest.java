package io.minhos.cli;

import io.minhos.cli.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A broker for all tests of a class, without topics at the start of each. */
abstract class BrokerTest {

  @TempDir static Path dir;

  static EmbeddedKafka kafka;
  static Admin admin;

  @BeforeAll
  static void start() throws Exception {
    kafka = EmbeddedKafka.start(dir.resolve("kafka"));
    admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  @AfterAll
  static void stop() {
    admin.close();
    kafka.close();
  }

  @AfterEach
  void delete() throws Exception {
    admin.deleteTopics(names()).all().get();
    LiveJob.await("the broker's knowledge of it", () -> names().isEmpty());
  }

  static Set<String> names() {
    try {
      return admin.listTopics().names().get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
