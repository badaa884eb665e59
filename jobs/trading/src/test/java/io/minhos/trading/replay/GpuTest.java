package io.minhos.trading.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.inference.ModelLoader;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.ScaledSequenceModel;
import io.minhos.domain.inference.SequenceModel;
import io.minhos.domain.inference.Status;
import io.minhos.domain.safeguards.ReleaseProfile;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import io.minhos.flink.control.ControlArrival;
import io.minhos.flink.files.MarketFile;
import io.minhos.trading.JobSettings;
import io.minhos.trading.Models;
import io.minhos.trading.RealTrades;
import io.minhos.trading.config.ConfigLoader;
import io.minhos.trading.output.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.externalresource.ExternalResourceDriver;
import org.apache.flink.api.common.externalresource.ExternalResourceDriverFactory;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.plugin.PluginManager;
import org.apache.flink.runtime.blob.BlobCacheService;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.entrypoint.WorkingDirectory;
import org.apache.flink.runtime.externalresource.ExternalResourceUtils;
import org.apache.flink.runtime.heartbeat.HeartbeatServices;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.metrics.NoOpMetricRegistry;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.rpc.RpcService;
import org.apache.flink.runtime.rpc.RpcSystem;
import org.apache.flink.runtime.security.token.DelegationTokenReceiverRepository;
import org.apache.flink.runtime.taskexecutor.TaskExecutor;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Reference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The LSTM's slots ask for GPUs, and a driver offers some that do not exist. */
class GpuTest {

  private static final int PARALLELISM = 2;
  private static final long LIMIT_SECONDS = 120;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the LSTM's subtasks were given; the test's task managers are in this JVM. */
  private static final Queue<Integer> GPUS = new ConcurrentLinkedQueue<>();

  private static CountDownLatch opened;
  private static CountDownLatch looked;

  @TempDir Path dir;

  private Cluster cluster;

  @BeforeEach
  void reset() {
    GPUS.clear();
    opened = new CountDownLatch(PARALLELISM);
    looked = new CountDownLatch(1);
  }

  @AfterEach
  void stopCluster() throws Exception {
    cluster.stop();
  }

  @Test
  void theLstmRunsInSlotsWithGpusAndIsToldWhich() throws Exception {
    Map<String, String> settings = new HashMap<>(TWO_GPUS);
    settings.put("external-resource.gpu.driver-factory.class", FakeGpus.class.getName());
    JobID job = submit(settings, "gpus");
    assertThat(opened.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(cluster.slots()).containsExactlyInAnyOrder(0.0, 0.0, 1.0, 1.0);
    looked.countDown();
    assertThat(result(job).getSerializedThrowable()).isEmpty();
    assertThat(GPUS).containsExactlyInAnyOrder(3, 5);
    // The answers came from the models on those GPUs: each says its GPU.
    TreeSet<Double> answers = new TreeSet<>();
    for (String line : Files.readAllLines(dir.resolve("gpus").resolve(Replay.SIGNALS))) {
      SignalComponent lstm = Json.read(line, Signal.class).components().get(1);
      if (lstm.status() == Status.OK) {
        answers.add(lstm.value());
      }
    }
    assertThat(answers).containsExactly(3 / 16.0, 5 / 16.0);
  }

  @Test
  void whereNobodyOffersAGpuTheJobGetsNoSlots() throws Exception {
    assertFails(Map.of(), "NoResourceAvailableException");
  }

  @Test
  void whereTheTaskManagerHasNoDriverTheLstmSaysSo() throws Exception {
    assertFails(TWO_GPUS, "GPU_MISSING: resource=gpu task=PredictLstm");
  }

  private void assertFails(Map<String, String> settings, String message) throws Exception {
    looked.countDown();
    assertThat(result(submit(settings, "failed")).getSerializedThrowable())
        .hasValueSatisfying(
            failure ->
                assertThat(failure.deserializeError(getClass().getClassLoader()))
                    .hasStackTraceContaining(message));
    assertThat(GPUS).isEmpty();
  }

  private JobResult result(JobID job) throws Exception {
    return cluster.requestJobResult(job).get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  private static final Map<String, String> TWO_GPUS =
      Map.of("external-resources", "gpu", "external-resource.gpu.amount", "2");

  /** Finds the GPUs 3 and 5 everywhere, told as Flink's own driver tells them. */
  public static final class FakeGpus implements ExternalResourceDriverFactory {
    @Override
    public ExternalResourceDriver createExternalResourceDriver(Configuration configuration) {
      return amount -> Set.of(new FakeGpu("3"), new FakeGpu("5"));
    }
  }

  private record FakeGpu(String index) implements ExternalResourceInfo {
    @Override
    public Optional<String> getProperty(String key) {
      return key.equals("index") ? Optional.of(index) : Optional.empty();
    }

    @Override
    public Collection<String> getKeys() {
      return List.of("index");
    }
  }

  private JobID submit(Map<String, String> settings, String out) throws Exception {
    cluster = new Cluster(settings);
    cluster.start();
    List<String> lines = new ArrayList<>();
    for (String line : RealTrades.lines(5_000)) {
      lines.add("BTC" + lines.size() % 5 + line.substring(line.indexOf(',')));
    }
    Path trades = RealTrades.write(dir.resolve("trades.csv"), lines);
    ModelRelease release = new ModelRelease("lstm", 1, "none:lstm/1", "00");
    ControlEntry entry = ControlEntry.release(release, "test", "", Instant.EPOCH);
    ReplayInputs in =
        new ReplayInputs(
            List.of(new MarketFile(trades.toString(), MarketFile.Kind.TRADES)),
            List.of(new ControlArrival("commands", 0, entry, null, "")),
            new Models(
                new OnGpu(-1),
                Models.none().ensemble(),
                Models.none().win(),
                any -> ReleaseProfile.unknown(),
                checked -> {}));
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(PARALLELISM, JobSettings.flink());
    Replay.build(
        env,
        in,
        ConfigLoader.load(
            null,
            List.of(
                "inference.device=cuda", "inference.slotSharingGroup=lstm", "inference.gpus=1")),
        dir.resolve(out));
    return cluster
        .submitJob(env.getStreamGraph().getJobGraph())
        .get(LIMIT_SECONDS, TimeUnit.SECONDS)
        .getJobID();
  }

  /** Loads models that answer with their GPU, over 16. */
  private record OnGpu(int gpu) implements ModelLoader<ScaledSequenceModel> {

    @Override
    public ScaledSequenceModel load(ModelRelease release) {
      return new ScaledSequenceModel(new Constant(gpu / 16f), new double[8], new double[8]);
    }

    @Override
    public ModelLoader<ScaledSequenceModel> onGpu(int index) {
      GPUS.add(index);
      opened.countDown();
      try {
        assertThat(looked.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return new OnGpu(index);
    }
  }

  private record Constant(float value) implements SequenceModel {

    @Override
    public int steps() {
      return 20;
    }

    @Override
    public int features() {
      return 8;
    }

    @Override
    public void predict(float[] sequences, int rows, float[] out) {
      for (int i = 0; i < rows; i++) {
        out[i] = value;
      }
    }

    @Override
    public void close() {}
  }

  /** A MiniCluster whose one task manager starts the drivers that it is told of. */
  @SuppressWarnings("try") // The inherited close may be interrupted; nobody calls it.
  private static final class Cluster extends MiniCluster {

    private RpcService rpc;
    private BlobCacheService blobs;
    private TaskExecutor taskManager;

    Cluster(Map<String, String> settings) {
      super(
          new MiniClusterConfiguration.Builder()
              .setConfiguration(configuration(settings))
              .setNumTaskManagers(1)
              .setNumSlotsPerTaskManager(4)
              .withRandomPorts()
              .build());
    }

    private static Configuration configuration(Map<String, String> settings) {
      Configuration c = new Configuration();
      c.setString("taskmanager.memory.managed.size", "512m");
      c.setString("slot.request.timeout", "5s");
      settings.forEach(c::setString);
      return c;
    }

    @Override
    protected RpcService createLocalRpcService(Configuration configuration, RpcSystem system)
        throws Exception {
      rpc = super.createLocalRpcService(configuration, system);
      return rpc;
    }

    @Override
    public void startTaskManager() throws Exception {
      Configuration c = getConfiguration();
      ResourceID id = ResourceID.generate();
      WorkingDirectory folder =
          WorkingDirectory.create(Files.createTempDirectory("task-manager").toFile());
      blobs =
          new BlobCacheService(
              c,
              Reference.owned(folder.getBlobStorageDirectory()),
              getHaServices().createBlobStore(),
              null);
      taskManager =
          TaskManagerRunner.startTaskManager(
              c,
              id,
              rpc,
              getHaServices(),
              HeartbeatServices.fromConfiguration(c),
              NoOpMetricRegistry.INSTANCE,
              blobs,
              true,
              ExternalResourceUtils.createStaticExternalResourceInfoProviderFromConfig(
                  c, new Plugins()),
              folder,
              error -> {},
              new DelegationTokenReceiverRepository(c, null));
      taskManager.start();
    }

    void stop() throws Exception {
      taskManager.closeAsync().get(LIMIT_SECONDS, TimeUnit.SECONDS);
      blobs.close();
      closeAsync().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** GPUs of the slots that are taken, 0 for none. */
    List<Double> slots() throws Exception {
      List<Double> slots = new ArrayList<>();
      for (JsonNode one : get("/taskmanagers").path("taskmanagers")) {
        get("/taskmanagers/" + one.path("id").asText())
            .path("allocatedSlots")
            .forEach(s -> slots.add(s.at("/resource/extendedResources/gpu").asDouble()));
      }
      return slots;
    }

    private JsonNode get(String path) throws Exception {
      return JSON.readTree(getRestAddress().get().resolve(path).toURL());
    }
  }

  /** In place of the folder of plugins. */
  private static final class Plugins implements PluginManager {
    @Override
    public <P> Iterator<P> load(Class<P> service) {
      return service == ExternalResourceDriverFactory.class
          ? List.of(service.cast(new FakeGpus())).iterator()
          : Collections.emptyIterator();
    }
  }
}
