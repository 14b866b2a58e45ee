package com.ovok.local.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovok.local.SamTemplate;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Only the root pom contains versions. */
class PomTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "generated-client",
                "function",
                "local",
                "local/benchmarks",
                "local/checks",
                "local/e2e",
                "local/emulators",
                "local/run"
            })
    void modulesNameNoVersions(String module) throws Exception {
        Path pom = SamTemplate.ROOT.resolve(module).resolve("pom.xml");
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
}
