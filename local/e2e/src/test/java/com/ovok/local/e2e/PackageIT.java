package com.ovok.local.e2e;

import static com.google.common.collect.MoreCollectors.onlyElement;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.collect.Maps;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** Checks the deployed package, {@code function/target/function.zip}. */
class PackageIT {
    private static final Path ZIP = Path.of(requireNonNull(System.getProperty("function.zip")));
    /** The zip with the jars as they were published or built. */
    private static final Path COMPRESSED = ZIP.resolveSibling("compressed.zip");

    private static final Path BOM = ZIP.resolveSibling("bom.json");
    /** The timestamp of every file in it, whenever and wherever it is built. */
    private static final LocalDateTime BUILT = LocalDateTime.of(2026, 1, 1, 0, 0);

    private static final String[] JARS = {
        "function",
        "generated-client",
        "aws-lambda-java-core",
        "crac",
        // JSON; the verifier of the JVM loads a type of jsr310 that the generated client names.
        "jackson-annotations",
        "jackson-core",
        "jackson-databind",
        "jackson-datatype-jsr310",
        // HTTP; the verifier of the JVM loads a type of httpcore5-h2 that the client names.
        "httpclient5",
        "httpcore5",
        "httpcore5-h2",
        // TLS; Conscrypt's libraries for Linux on both processors.
        "conscrypt-linux",
        // Forms; commons-fileupload2 names types of commons-io.
        "commons-fileupload2-core",
        "commons-io",
        // Signatures; the signer's types name some of the smaller jars.
        "annotations",
        "checksums",
        "checksums-spi",
        "http-auth-aws",
        "http-auth-spi",
        "http-client-spi",
        "identity-spi",
        "metrics-spi",
        "reactive-streams",
        "utils",
        // Logs of the libraries, which are dropped.
        "slf4j-api",
        "slf4j-nop"
    };

    @Test
    void containsOnlyJarsInLib() throws IOException {
        assertThat(entries()).isNotEmpty().allMatch(entry -> entry.getName().matches("lib/([\\w.-]+\\.jar)?"));
    }

    @Test
    void containsOnlyListedJars() throws IOException {
        assertThat(entries().stream()
                        .filter(entry -> !entry.isDirectory())
                        .map(entry -> entry.getName().replaceFirst("^lib/(.+?)-\\d.*$", "$1")))
                .containsExactlyInAnyOrder(JARS);
    }

    @Test
    void holdsNativeTlsForBothProcessorsAlone() throws IOException {
        assertThat(files(ZIP).keySet())
                .filteredOn(file -> file.contains("!META-INF/native/lib"))
                .extracting(file -> file.replaceFirst(".*!META-INF/native/", ""))
                .containsExactlyInAnyOrder(
                        "libconscrypt_openjdk_jni-linux-x86_64.so", "libconscrypt_openjdk_jni-linux-aarch_64.so");
    }

    /** A class that is compressed in its jar is decompressed at each cold start. */
    @Test
    void holdsFilesOfTheJarsWithoutCompression() throws IOException {
        Map<String, JarFile> stored = files(ZIP);

        assertThat(stored).isNotEmpty();
        assertThat(stored.values()).allMatch(file -> file.method() == ZipEntry.STORED);
        assertThat(Maps.transformValues(stored, JarFile::sha256))
                .isEqualTo(Maps.transformValues(files(COMPRESSED), JarFile::sha256));
    }

    private record JarFile(int method, String sha256) {}

    /** Returns all files in the jars of a zip by the path of the jar and their own. */
    private static Map<String, JarFile> files(Path zip) throws IOException {
        Map<String, JarFile> files = new TreeMap<>();
        try (ZipFile jars = new ZipFile(zip.toFile())) {
            for (ZipEntry entry : jars.stream().toList()) {
                ZipInputStream jar = new ZipInputStream(jars.getInputStream(entry));
                for (ZipEntry file = jar.getNextEntry(); file != null; file = jar.getNextEntry()) {
                    files.put(
                            entry.getName() + "!" + file.getName(),
                            new JarFile(file.getMethod(), sha256(jar.readAllBytes())));
                }
            }
        }
        return files;
    }

    @Test
    void isReproducible() throws IOException {
        assertThat(entries())
                .allSatisfy(entry -> assertThat(entry.getTimeLocal()).isEqualTo(BUILT));
    }

    @Test
    void staysBelowSizeLimit() throws IOException {
        assertThat(Files.size(ZIP)).isLessThan(8_000_000);
    }

    /** An offline build creates no bill of materials. */
    @Test
    void listsJarsInBillOfMaterials() throws IOException {
        assumeTrue(Files.exists(BOM), "no bom.json: function was built offline alone");
        JsonNode bom = new JsonMapper().readTree(BOM.toFile());
        Map<String, String> listed = bom.path("components")
                .valueStream()
                .collect(toMap(PackageIT::jar, component -> sha256(component.path("hashes"))));
        Map<String, String> deployed = hashes();
        String own = jar(bom.at("/metadata/component"));
        assertThat(deployed.remove(own)).as(own).isNotNull();
        // Deployed without the libraries of other systems, so that its hash differs.
        assertThat(deployed.keySet().removeIf(jar -> jar.startsWith("conscrypt-linux-")))
                .isTrue();
        assertThat(listed.keySet().removeIf(jar -> jar.startsWith("conscrypt-openjdk-uber-")))
                .isTrue();
        assertThat(deployed).isNotEmpty().isEqualTo(listed);
    }

    private static String jar(JsonNode component) {
        return component.path("name").asText() + "-" + component.path("version").asText() + ".jar";
    }

    private static String sha256(JsonNode hashes) {
        return hashes.valueStream()
                .filter(hash -> hash.path("alg").asText().equals("SHA-256"))
                .map(hash -> hash.path("content").asText())
                .collect(onlyElement());
    }

    /** Returns the SHA-256 of every jar, as it was published or built, by file name. */
    private static Map<String, String> hashes() throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        try (ZipFile zip = new ZipFile(COMPRESSED.toFile())) {
            for (ZipEntry entry :
                    zip.stream().filter(entry -> !entry.isDirectory()).toList()) {
                byte[] jar = zip.getInputStream(entry).readAllBytes();
                hashes.put(entry.getName().substring("lib/".length()), sha256(jar));
            }
        }
        return hashes;
    }

    private static String sha256(byte[] bytes) {
        return Hashing.sha256().hashBytes(bytes).toString();
    }

    private static List<ZipEntry> entries() throws IOException {
        try (ZipFile zip = new ZipFile(ZIP.toFile())) {
            return List.copyOf(zip.stream().map(ZipEntry.class::cast).toList());
        }
    }
}
