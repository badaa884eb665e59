package io.minhos.flink.files;

import io.minhos.domain.market.BarClock;
import io.minhos.domain.market.Instruments;
import io.minhos.domain.market.PartitionAdmission;
import io.minhos.domain.market.RecordChecks;
import io.minhos.flink.market.Arrival;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Market data files as one stream in the order (time, symbol, file, line), with watermarks at bar
 * boundaries. To run at parallelism 1: reading files beside each other instead of merging them lets
 * one run ahead, and what the others hold is late or piles up behind it.
 *
 * <p>Bounded memory: each file is read one record ahead, a Parquet file a row group at a time.
 * Checkpoints hold each file's line and high water.
 */
public final class MergedFileSource implements Source<Arrival, FilesSplit, Boolean> {

  private static final long serialVersionUID = 1L;

  private final List<MarketFile> files;
  private final BarClock clock;
  private final PartitionAdmission admission;
  private final Instruments instruments;

  public MergedFileSource(
      List<MarketFile> files,
      BarClock clock,
      PartitionAdmission admission,
      Instruments instruments) {
    this.files = MarketFile.distinguished(files);
    this.clock = clock;
    this.admission = admission;
    this.instruments = instruments;
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SourceReader<Arrival, FilesSplit> createReader(SourceReaderContext context) {
    return new MergedFileReader(files, clock, admission, new RecordChecks(instruments));
  }

  @Override
  public SplitEnumerator<FilesSplit, Boolean> createEnumerator(
      SplitEnumeratorContext<FilesSplit> context) {
    return restoreEnumerator(context, false);
  }

  @Override
  public SplitEnumerator<FilesSplit, Boolean> restoreEnumerator(
      SplitEnumeratorContext<FilesSplit> context, Boolean assigned) {
    FilesSplit start = new FilesSplit(Collections.nCopies(files.size(), FileCursor.Position.START));
    return new OneSplitEnumerator(context, start, assigned);
  }

  @Override
  public SimpleVersionedSerializer<FilesSplit> getSplitSerializer() {
    return new SplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<Boolean> getEnumeratorCheckpointSerializer() {
    return new AssignedSerializer();
  }

  private static final class SplitSerializer implements SimpleVersionedSerializer<FilesSplit> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(FilesSplit split) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (DataOutputStream out = new DataOutputStream(bytes)) {
        out.writeInt(split.positions().size());
        for (FileCursor.Position position : split.positions()) {
          out.writeLong(position.lines());
          out.writeLong(position.highWater());
        }
      }
      return bytes.toByteArray();
    }

    @Override
    public FilesSplit deserialize(int version, byte[] serialized) throws IOException {
      try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized))) {
        int size = in.readInt();
        List<FileCursor.Position> positions = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
          positions.add(new FileCursor.Position(in.readLong(), in.readLong()));
        }
        return new FilesSplit(List.copyOf(positions));
      }
    }
  }

  private static final class AssignedSerializer implements SimpleVersionedSerializer<Boolean> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(Boolean assigned) {
      return new byte[] {(byte) (assigned ? 1 : 0)};
    }

    @Override
    public Boolean deserialize(int version, byte[] serialized) {
      return serialized[0] == 1;
    }
  }
}
