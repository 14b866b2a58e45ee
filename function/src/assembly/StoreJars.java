import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Copies a zip of jars, without the compression inside the jars. The copy is smaller, because the zip compresses each
 * jar as a whole, and a cold start decompresses no classes. Names, order and timestamps stay.
 */
final class StoreJars {
    private StoreJars() {}

    /** Called with the path of the zip, and that of its copy. */
    public static void main(String[] paths) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(Path.of(paths[0])));
                ZipOutputStream copy = new ZipOutputStream(Files.newOutputStream(Path.of(paths[1])))) {
            copy.setLevel(Deflater.BEST_COMPRESSION);
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] content = zip.readAllBytes();
                copy.putNextEntry(withTimeOf(entry));
                copy.write(entry.getName().endsWith(".jar") ? stored(content) : content);
            }
        }
    }

    private static byte[] stored(byte[] jar) throws IOException {
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar));
                ZipOutputStream out = new ZipOutputStream(copy)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                store(entry, in.readAllBytes(), out);
            }
        }
        return copy.toByteArray();
    }

    private static void store(ZipEntry entry, byte[] content, ZipOutputStream out) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(content);
        ZipEntry stored = withTimeOf(entry);
        stored.setMethod(ZipEntry.STORED);
        stored.setSize(content.length);
        stored.setCrc(sum.getValue());
        out.putNextEntry(stored);
        out.write(content);
    }

    /** Does not depend on the time zone, unlike a copy by ZipEntry's own constructor. */
    private static ZipEntry withTimeOf(ZipEntry entry) {
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(entry.getTimeLocal());
        return copy;
    }
}
