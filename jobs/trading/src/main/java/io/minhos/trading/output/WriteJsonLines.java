package io.minhos.trading.output;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Writes one file of lines in the order (time, symbol, id), whatever order they come in: holds back
 * what is ahead of the watermark, or as far behind it as more may come. For parallelism 1. After a
 * restore the file is cut to the length that the checkpoint saw, so no line is doubled.
 */
public final class WriteJsonLines extends AbstractStreamOperator<Void>
    implements OneInputStreamOperator<OutputLine, Void>, BoundedOneInput {

  private static final long serialVersionUID = 1L;

  static final ListStateDescriptor<OutputLine> HELD =
      new ListStateDescriptor<>("held-lines", OutputLine.class);
  static final ListStateDescriptor<Long> LENGTH =
      new ListStateDescriptor<>("file-length", Types.LONG);

  private final String path;
  private final long holdBackMillis;

  private transient PriorityQueue<OutputLine> held;
  private transient ListState<OutputLine> heldState;
  private transient ListState<Long> lengthState;
  private transient OutputStream out;
  private transient long length;

  /**
   * @param holdBackMillis how far behind the watermark a line may still come: 0 where a line's time
   *     is that of the bar which made it, the length of a bar where it is that of the bar's open
   */
  public WriteJsonLines(String path, long holdBackMillis) {
    this.path = path;
    this.holdBackMillis = holdBackMillis;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    held = new PriorityQueue<>(OutputLine.ORDER);
    heldState = context.getOperatorStateStore().getListState(HELD);
    lengthState = context.getOperatorStateStore().getListState(LENGTH);
    length = 0;
    for (OutputLine line : heldState.get()) {
      held.add(line);
    }
    for (long restored : lengthState.get()) {
      length += restored;
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    Path file = Path.of(path);
    Files.createDirectories(file.toAbsolutePath().getParent());
    // Closed with the stream over its channel.
    @SuppressWarnings("resource")
    RandomAccessFile random = new RandomAccessFile(file.toFile(), "rw");
    random.setLength(length);
    random.seek(length);
    out = new BufferedOutputStream(Channels.newOutputStream(random.getChannel()), 1 << 16);
  }

  @Override
  public void processElement(StreamRecord<OutputLine> element) {
    held.add(element.getValue());
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    long time = mark.getTimestamp();
    write(time == Long.MAX_VALUE ? time : time - holdBackMillis);
    super.processWatermark(mark);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    out.flush();
    List<OutputLine> lines = new ArrayList<>(held);
    heldState.update(lines);
    lengthState.update(List.of(length));
  }

  @Override
  public void endInput() throws Exception {
    write(Long.MAX_VALUE);
    out.flush();
  }

  @Override
  public void close() throws Exception {
    if (out != null) {
      out.close();
    }
    super.close();
  }

  private void write(long watermark) throws IOException {
    while (!held.isEmpty() && held.peek().time() <= watermark) {
      byte[] line = (held.remove().json() + "\n").getBytes(StandardCharsets.UTF_8);
      out.write(line);
      length += line.length;
    }
  }
}
