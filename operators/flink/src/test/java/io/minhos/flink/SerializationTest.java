package io.minhos.flink;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.minhos.domain.control.Acknowledgement;
import io.minhos.domain.control.Alert;
import io.minhos.domain.control.Challenge;
import io.minhos.domain.control.Command;
import io.minhos.domain.control.CommandTimeline;
import io.minhos.domain.control.ControlEntry;
import io.minhos.domain.control.ControlType;
import io.minhos.domain.control.Controls;
import io.minhos.domain.control.ReleaseTimeline;
import io.minhos.domain.control.ScheduledRelease;
import io.minhos.domain.evaluation.BookPerformance;
import io.minhos.domain.evaluation.OpenLabels;
import io.minhos.domain.evaluation.OpenTrip;
import io.minhos.domain.evaluation.PerformanceState;
import io.minhos.domain.evaluation.PerformanceSums;
import io.minhos.domain.evaluation.PerformanceTracker;
import io.minhos.domain.evaluation.ReturnMoments;
import io.minhos.domain.evaluation.RoundTrips;
import io.minhos.domain.evaluation.TrackedPosition;
import io.minhos.domain.features.DirectionalMovement;
import io.minhos.domain.features.FeatureState;
import io.minhos.domain.features.FeatureVector;
import io.minhos.domain.features.Indicators;
import io.minhos.domain.features.MovingAverages;
import io.minhos.domain.features.RelativeStrength;
import io.minhos.domain.inference.ModelRelease;
import io.minhos.domain.inference.Prediction;
import io.minhos.domain.inference.SequenceWindow;
import io.minhos.domain.inference.Status;
import io.minhos.domain.market.Bar;
import io.minhos.domain.market.BarQuality;
import io.minhos.domain.market.DataQuality;
import io.minhos.domain.market.MarketRecord;
import io.minhos.domain.market.PriceHistory;
import io.minhos.domain.market.RecentIds;
import io.minhos.domain.market.RejectCode;
import io.minhos.domain.market.Rejection;
import io.minhos.domain.market.Trade;
import io.minhos.domain.orders.Execution;
import io.minhos.domain.orders.Order;
import io.minhos.domain.orders.OrderProgress;
import io.minhos.domain.orders.Position;
import io.minhos.domain.orders.PositionReport;
import io.minhos.domain.risk.Assessment;
import io.minhos.domain.risk.Decision;
import io.minhos.domain.risk.Holding;
import io.minhos.domain.risk.OpenTrade;
import io.minhos.domain.risk.OrderRate;
import io.minhos.domain.risk.PortfolioSnapshot;
import io.minhos.domain.risk.PortfolioState;
import io.minhos.domain.risk.ReturnCovariance;
import io.minhos.domain.risk.RiskFactor;
import io.minhos.domain.risk.RiskState;
import io.minhos.domain.risk.RiskUse;
import io.minhos.domain.risk.ShadowBook;
import io.minhos.domain.risk.SizingComparison;
import io.minhos.domain.risk.TradeOutcomes;
import io.minhos.domain.risk.TradingDay;
import io.minhos.domain.safeguards.AccuracyBucket;
import io.minhos.domain.safeguards.AccuracyReport;
import io.minhos.domain.safeguards.AccuracyWindow;
import io.minhos.domain.safeguards.AnswerHealth;
import io.minhos.domain.safeguards.AnswerRun;
import io.minhos.domain.safeguards.BarAnswers;
import io.minhos.domain.safeguards.BettingTest;
import io.minhos.domain.safeguards.Breaker;
import io.minhos.domain.safeguards.CapitalProcess;
import io.minhos.domain.safeguards.Duel;
import io.minhos.domain.safeguards.InputDrift;
import io.minhos.domain.safeguards.LiveInputs;
import io.minhos.domain.safeguards.ModelHealth;
import io.minhos.domain.safeguards.OpenAnswers;
import io.minhos.domain.safeguards.PairedTest;
import io.minhos.domain.safeguards.Rollout;
import io.minhos.domain.safeguards.SafeguardState;
import io.minhos.domain.safeguards.ScoredAnswer;
import io.minhos.domain.safeguards.Standing;
import io.minhos.domain.safeguards.StandingTimeline;
import io.minhos.domain.safeguards.SymbolAccuracy;
import io.minhos.domain.safeguards.SymbolHour;
import io.minhos.domain.safeguards.TrackedAccuracy;
import io.minhos.domain.safeguards.TrackedRelease;
import io.minhos.domain.signals.Signal;
import io.minhos.domain.signals.SignalComponent;
import io.minhos.domain.signals.VolatilityHistory;
import io.minhos.domain.signals.WinEstimate;
import io.minhos.domain.technical.TechnicalOpinion;
import io.minhos.domain.technical.TechnicalState;
import io.minhos.flink.control.AdmittedControl;
import io.minhos.flink.control.ControlArrival;
import io.minhos.flink.control.ControlledBar;
import io.minhos.flink.control.HeldAcknowledgement;
import io.minhos.flink.features.BarFeatures;
import io.minhos.flink.inference.FusedSignal;
import io.minhos.flink.inference.PredictLstm;
import io.minhos.flink.inference.PredictedBar;
import io.minhos.flink.market.Arrival;
import io.minhos.flink.market.PartitionMark;
import io.minhos.flink.risk.ExecutionReport;
import io.minhos.flink.risk.PortfolioSignal;
import io.minhos.flink.risk.PositionArrival;
import io.minhos.flink.risk.VenueReport;
import io.minhos.flink.technical.AnalyzedBar;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.Function;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.types.PojoTestUtils;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record that streams carry or state holds: a new one joins the list. */
class SerializationTest {

  static final List<Class<? extends Record>> RECORDS =
      List.of(
          Arrival.class,
          PartitionMark.class,
          Challenge.class,
          BarAnswers.class,
          SymbolAccuracy.class,
          SymbolHour.class,
          ScoredAnswer.class,
          Duel.class,
          Standing.class,
          AccuracyReport.class,
          InputDrift.class,
          TrackedAccuracy.class,
          SafeguardState.class,
          TrackedRelease.class,
          ModelHealth.class,
          LiveInputs.class,
          BettingTest.class,
          CapitalProcess.class,
          AnswerHealth.class,
          AnswerRun.class,
          AccuracyWindow.class,
          AccuracyBucket.class,
          Breaker.class,
          Rollout.class,
          PairedTest.class,
          StandingTimeline.class,
          OpenAnswers.class,
          OpenLabels.class,
          PredictLstm.Sequence.class,
          MarketRecord.class,
          Trade.class,
          Bar.class,
          Rejection.class,
          PriceHistory.class,
          DataQuality.class,
          BarQuality.class,
          RecentIds.class,
          FeatureState.class,
          MovingAverages.class,
          RelativeStrength.class,
          DirectionalMovement.class,
          Indicators.class,
          FeatureVector.class,
          BarFeatures.class,
          TechnicalState.class,
          TechnicalOpinion.class,
          VolatilityHistory.class,
          AnalyzedBar.class,
          ControlArrival.class,
          ControlEntry.class,
          ModelRelease.class,
          ScheduledRelease.class,
          ReleaseTimeline.class,
          Command.class,
          CommandTimeline.class,
          AdmittedControl.class,
          Acknowledgement.class,
          HeldAcknowledgement.class,
          Controls.class,
          Alert.class,
          ControlledBar.class,
          SequenceWindow.class,
          Prediction.class,
          PredictedBar.class,
          SignalComponent.class,
          WinEstimate.class,
          Signal.class,
          FusedSignal.class,
          PortfolioSignal.class,
          ReturnCovariance.class,
          OpenTrip.class,
          OpenTrade.class,
          TradeOutcomes.class,
          TradingDay.class,
          OrderRate.class,
          RiskState.class,
          PortfolioState.class,
          Holding.class,
          Order.class,
          OrderProgress.class,
          Execution.class,
          ExecutionReport.class,
          Position.class,
          PositionReport.class,
          PositionArrival.class,
          VenueReport.class,
          RiskFactor.class,
          RiskUse.class,
          Assessment.class,
          Decision.class,
          PortfolioSnapshot.class,
          ReturnMoments.class,
          RoundTrips.class,
          PerformanceSums.class,
          PerformanceState.class,
          TrackedPosition.class,
          PerformanceTracker.class,
          ShadowBook.class,
          SizingComparison.class,
          BookPerformance.class);

  private static final int SAMPLES = 20;

  static List<Class<? extends Record>> records() {
    return RECORDS;
  }

  @ParameterizedTest
  @MethodSource("records")
  void needsNoKryo(Class<? extends Record> type) {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(type);
  }

  @ParameterizedTest
  @MethodSource("records")
  void comesBackAsItWas(Class<? extends Record> type) throws Exception {
    SplittableRandom random = new SplittableRandom(type.getName().hashCode());
    for (int i = 0; i < SAMPLES; i++) {
      assertComesBack(type.cast(sample(type, random)));
    }
  }

  /** What may be absent: the other kind's part, all of it in a marker, the first bar's past. */
  static Stream<Record> withAbsentParts() {
    Trade trade = Trade.of("A", 1, "1", 100, 1);
    Bar bar = Bar.of("A", 0, 60_000, 1, 2, 1, 2, 10);
    MarketRecord ofTrade = MarketRecord.of("f", 1, trade);
    MarketRecord ofBar = MarketRecord.of("f", 1, bar);
    MarketRecord marker = MarketRecord.marker("f", 1, 60_000);
    return Stream.of(
        ofTrade,
        ofBar,
        marker,
        Arrival.of(ofTrade),
        Arrival.of(ofBar).at(7),
        Arrival.of(marker),
        Arrival.of(ofTrade.reject(RejectCode.LATE, "limit=1")),
        PriceHistory.empty(),
        RecentIds.empty(),
        FeatureState.empty(),
        FeatureState.empty().plus(bar),
        FeatureState.empty().indicators(),
        TechnicalState.empty(),
        TechnicalOpinion.insufficientData(),
        ControlEntry.heartbeat(1),
        AdmittedControl.of(new ScheduledRelease(new ModelRelease("lstm", 1, "u", "s"), 1, 1)),
        AdmittedControl.of(
            Command.of(ControlEntry.of("c", ControlType.HALT, "a", "r"), Long.MIN_VALUE, 1)),
        new ControlArrival("c", 1, null, ofTrade.reject(RejectCode.LATE, ""), "{"),
        SequenceWindow.empty(),
        Prediction.none("lstm", 0, Status.UNTRAINED),
        new PortfolioState("p", 1, 1, 0, 0, 1, 0, Map.of(), Map.of(), 0, 0, Map.of(), 0, null),
        VenueReport.of(new PositionReport("p", 1, List.of(), Double.NaN)),
        new PositionArrival("c", 1, 2, null, ofTrade.reject(RejectCode.UNPARSABLE, ""), "{"));
  }

  @ParameterizedTest
  @MethodSource("withAbsentParts")
  void comesBackWithoutWhatItLacks(Record record) throws Exception {
    assertComesBack(record);
  }

  /**
   * A step of the portfolio changes the maps that it is given. While the heap keeps a snapshot,
   * Flink gives it a copy, which must share none of them.
   */
  @Test
  void copiesTheMapsOfAPortfolio() {
    PortfolioState state = (PortfolioState) sample(PortfolioState.class, new SplittableRandom(1));
    PortfolioState copy = serializer(PortfolioState.class).copy(state);
    copy.holdings().clear();
    copy.executionIds().clear();
    copy.orderIds().clear();
    assertThat(state.holdings()).isNotEmpty();
    assertThat(state.orderIds()).isNotEmpty();
    assertThat(state.executionIds()).isNotEmpty();
  }

  @Test
  void listsAllThatOperatorsTakeEmitAndRemember() {
    Set<Class<?>> carried = new LinkedHashSet<>();
    for (JavaClass found :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.minhos.flink")) {
      Class<?> type = found.reflect();
      if (Function.class.isAssignableFrom(type) || StreamOperator.class.isAssignableFrom(type)) {
        collect(type.getGenericSuperclass(), carried);
        Arrays.stream(type.getGenericInterfaces()).forEach(i -> collect(i, carried));
      }
      for (Field field : type.getDeclaredFields()) {
        if (StateDescriptor.class.isAssignableFrom(field.getType())
            || field.getType() == OutputTag.class) {
          collect(field.getGenericType(), carried);
        }
      }
    }
    assertThat(carried).contains(Arrival.class, MovingAverages.class, Holding.class);
    assertThat(RECORDS).doesNotHaveDuplicates();
    assertThat(new LinkedHashSet<Class<?>>(RECORDS)).containsExactlyInAnyOrderElementsOf(carried);
  }

  /** Our records in {@code type}: itself, its arguments, and the components of what is found. */
  private static void collect(Type type, Set<Class<?>> into) {
    if (type instanceof ParameterizedType generic) {
      Arrays.stream(generic.getActualTypeArguments()).forEach(t -> collect(t, into));
    } else if (type instanceof Class<?> c
        && c.isRecord()
        && c.getName().startsWith("io.minhos.")
        && into.add(c)) {
      for (RecordComponent component : c.getRecordComponents()) {
        collect(component.getGenericType(), into);
      }
    }
  }

  private static <T extends Record> void assertComesBack(T record) throws IOException {
    @SuppressWarnings("unchecked") // The class of a T.
    TypeSerializer<T> serializer = serializer((Class<T>) record.getClass());
    DataOutputSerializer out = new DataOutputSerializer(256);
    serializer.serialize(record, out);
    T back = serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    for (T same : List.of(back, serializer.copy(record))) {
      // Bit by bit: NaN is NaN, and −0 is not 0.
      assertThat(same)
          .usingRecursiveComparison()
          .withEqualsForType(Double::equals, Double.class)
          .isEqualTo(record);
    }
  }

  private static <T> TypeSerializer<T> serializer(Class<T> type) {
    SerializerConfigImpl config = new SerializerConfigImpl();
    config.setGenericTypes(false);
    return TypeInformation.of(type).createSerializer(config);
  }

  private static Object sample(Type type, SplittableRandom random) {
    if (type == long.class || type == Long.class) {
      return random.nextLong();
    } else if (type == int.class || type == Integer.class) {
      return random.nextInt();
    } else if (type == boolean.class) {
      return random.nextBoolean();
    } else if (type == double.class) {
      double[] special = {Double.NaN, -0.0, Double.NEGATIVE_INFINITY, Double.MIN_VALUE};
      return random.nextInt(8) == 0
          ? special[random.nextInt(special.length)]
          : random.nextDouble(-1e6, 1e6);
    } else if (type == Double.class) {
      return random.nextDouble(-1e6, 1e6);
    } else if (type == Instant.class) {
      return Instant.ofEpochMilli(random.nextLong(0, 1L << 42));
    } else if (type == String.class) {
      return random.nextInt(8) == 0 ? "" : "žluťoučký €" + random.nextInt();
    } else if (type == double[].class) {
      return random.doubles(random.nextInt(50)).toArray();
    } else if (type == long[].class) {
      return random.longs(random.nextInt(50)).toArray();
    } else if (type == int[].class) {
      return random.ints(random.nextInt(50)).toArray();
    } else if (type instanceof Class<?> c && c.isEnum()) {
      return c.getEnumConstants()[random.nextInt(c.getEnumConstants().length)];
    } else if (type instanceof Class<?> c && c.isRecord()) {
      return sampleRecord(c, random);
    } else if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
      List<Object> list = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        list.add(sample(generic.getActualTypeArguments()[0], random));
      }
      return list;
    } else if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
      Map<Object, Object> map = new HashMap<>();
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        map.put(
            sample(generic.getActualTypeArguments()[0], random),
            sample(generic.getActualTypeArguments()[1], random));
      }
      return map;
    }
    throw new AssertionError("no sample of " + type);
  }

  private static Object sampleRecord(Class<?> type, SplittableRandom random) {
    RecordComponent[] components = type.getRecordComponents();
    try {
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      return constructor.newInstance(
          Arrays.stream(components).map(c -> sample(c.getGenericType(), random)).toArray());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type.getName(), e);
    }
  }
}
