package io.minhos.flink.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnReadStore;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.DummyRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * The rows of a Parquet file as the lines of the CSV file that it might have been: the first row is
 * line 2, null is an empty field, and a number is a text that reads as the same number. Columns are
 * found by their names in CSV; others are not read. Holds a row group at a time.
 */
final class ParquetLines implements MarketLines {

  static final String ENDING = ".parquet";

  private final String path;
  private final ParquetFileReader file;
  private final MessageType schema;
  private final String createdBy;
  private final List<ParquetColumn> columns = new ArrayList<>();
  private final List<ColumnReader> readers = new ArrayList<>();
  private final StringBuilder line = new StringBuilder();

  /** Rows that the row group still has. */
  private long rows;

  private long ordinal = 1;

  ParquetLines(MarketFile of) throws IOException {
    this.path = of.path();
    Path local = Path.of(path);
    if (!Files.exists(local)) {
      throw new NoSuchFileException(path);
    }
    try {
      this.file =
          ParquetFileReader.open(
              new LocalInputFile(local),
              ParquetReadOptions.builder(new PlainParquetConfiguration())
                  .withCodecFactory(new ParquetCodecs())
                  .usePageChecksumVerification(true)
                  .build());
    } catch (IOException | RuntimeException e) {
      throw broken(e);
    }
    FileMetaData meta = file.getFooter().getFileMetaData();
    createdBy = meta.getCreatedBy();
    List<Type> known = new ArrayList<>();
    try {
      for (Type field : meta.getSchema().getFields()) {
        if (ParquetColumn.isKnown(field.getName())) {
          columns.add(ParquetColumn.of(path, field));
          known.add(field);
        }
      }
    } catch (MalformedFileException e) {
      file.close();
      throw e;
    }
    schema = new MessageType(meta.getSchema().getName(), known);
    file.setRequestedSchema(schema);
  }

  @Override
  public String header() {
    return columns.stream().map(ParquetColumn::name).collect(Collectors.joining(","));
  }

  @Override
  public String next() {
    ordinal++;
    try {
      while (rows == 0) {
        PageReadStore group = file.readNextRowGroup();
        if (group == null) {
          return null;
        }
        open(group);
      }
      rows--;
      line.setLength(0);
      for (int i = 0; i < columns.size(); i++) {
        ColumnReader reader = readers.get(i);
        if (i > 0) {
          line.append(',');
        }
        if (reader.getCurrentDefinitionLevel() == reader.getDescriptor().getMaxDefinitionLevel()) {
          line.append(columns.get(i).text(reader));
        }
        reader.consume();
      }
      return line.toString();
    } catch (IOException | RuntimeException e) {
      throw broken(e);
    }
  }

  private void open(PageReadStore group) {
    ColumnReadStore store =
        new ColumnReadStoreImpl(
            group, new DummyRecordConverter(schema).getRootConverter(), schema, createdBy);
    readers.clear();
    schema.getColumns().forEach(column -> readers.add(store.getColumnReader(column)));
    rows = group.getRowCount();
  }

  @Override
  public long ordinal() {
    return ordinal;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private MalformedFileException broken(Exception e) {
    String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return new MalformedFileException(
        "BROKEN_PARQUET: file=%s line=%d: %s".formatted(path, ordinal, reason), e);
  }
}
