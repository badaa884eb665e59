package io.minhos.flink.files;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** What pages are unpacked with: the codecs that writers use by default, without Hadoop's own. */
final class ParquetCodecs implements CompressionCodecFactory {

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return switch (codec) {
      case UNCOMPRESSED -> new Unpacked((bytes, size) -> bytes);
      case SNAPPY -> new Unpacked((bytes, size) -> Snappy.uncompress(bytes));
      case GZIP ->
          new Unpacked(
              (bytes, size) -> {
                try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                  return in.readNBytes(size);
                }
              });
      case ZSTD -> new Unpacked((bytes, size) -> Zstd.decompress(bytes, size));
      default ->
          throw new IllegalArgumentException("codec must be snappy, gzip, zstd or none: " + codec);
    };
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    throw new UnsupportedOperationException("only read");
  }

  @Override
  public void release() {}

  private interface Unpack {
    byte[] apply(byte[] packed, int size) throws IOException;
  }

  private record Unpacked(Unpack unpack) implements BytesInputDecompressor {

    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      return BytesInput.from(unpacked(bytes.toInputStream().readAllBytes(), size));
    }

    @Override
    public void decompress(ByteBuffer input, int packedSize, ByteBuffer output, int size)
        throws IOException {
      byte[] packed = new byte[packedSize];
      input.get(packed);
      output.put(unpacked(packed, size));
    }

    private byte[] unpacked(byte[] packed, int size) throws IOException {
      byte[] plain = unpack.apply(packed, size);
      if (plain.length != size) {
        throw new IOException("page of %d bytes: %d".formatted(size, plain.length));
      }
      return plain;
    }

    @Override
    public void release() {}
  }
}
