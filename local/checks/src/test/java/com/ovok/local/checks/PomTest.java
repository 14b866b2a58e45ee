package com.ovok.local.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovok.local.SamTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Only the root pom contains versions, and each package lies in one module. */
class PomTest {
    private static final Path ROOT = SamTemplate.ROOT;

    static List<Path> modules() throws IOException {
        List<Path> modules = Stream.concat(folders(ROOT), folders(ROOT.resolve("local")))
                .filter(folder -> Files.exists(folder.resolve("pom.xml")))
                .toList();
        assertThat(modules)
                .extracting(ROOT::relativize)
                .extracting(Path::toString)
                .contains("function", "generated-client", "local", "local/checks", "local/emulators");
        return modules;
    }

    @ParameterizedTest
    @MethodSource("modules")
    void modulesNameNoVersions(Path module) throws Exception {
        Path pom = module.resolve("pom.xml");
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom.toFile());
        XPath xpath = XPathFactory.newInstance().newXPath();
        for (String owner : List.of("dependency", "plugin", "path")) {
            NodeList versions = (NodeList) xpath.evaluate("//" + owner + "/version", document, XPathConstants.NODESET);
            assertThat(versions.getLength())
                    .as("versions of a %s in %s", owner, pom)
                    .isZero();
        }
    }

    @Test
    void noPackageLiesInTwoModules() throws IOException {
        Map<String, Set<Path>> owners = new TreeMap<>();
        for (Path module : modules()) {
            for (String folder : List.of("src/main/java", "src/test/java")) {
                packages(module.resolve(folder))
                        .forEach(name -> owners.computeIfAbsent(name, _ -> new TreeSet<>())
                                .add(module));
            }
        }
        assertThat(owners)
                .containsKeys("com/ovok/upload/ledger", "com/ovok/local/run")
                .allSatisfy((name, modules) -> assertThat(modules).hasSize(1));
    }

    private static Stream<Path> folders(Path parent) throws IOException {
        try (Stream<Path> files = Files.list(parent)) {
            return files.filter(Files::isDirectory).sorted().toList().stream();
        }
    }

    private static Set<String> packages(Path sources) throws IOException {
        if (!Files.exists(sources)) {
            return Set.of();
        }
        try (Stream<Path> files = Files.walk(sources)) {
            Set<String> packages = new TreeSet<>();
            files.filter(file -> file.toString().endsWith(".java"))
                    .forEach(file -> packages.add(
                            sources.relativize(file).resolveSibling("").toString()));
            return packages;
        }
    }
}
