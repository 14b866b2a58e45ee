package com.ovok.local.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.TextContentRenderer;
import org.junit.jupiter.api.Test;

/** Checks the documents' references: relative links to files, anchors to headings, and the names of tests. */
class LinksTest {
    private static final Path ROOT = Path.of(System.getProperty("root.directory"));
    private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git");
    /** A test class, optionally with one of its methods or constants. */
    private static final Pattern TEST = Pattern.compile("([A-Z]\\w*(?:Test|IT))(?:\\.([a-z]\\w*))?");

    private record Target(Path document, String destination) {}

    @Test
    void resolvesEveryLink() throws Exception {
        List<Target> broken = new ArrayList<>();
        for (Path document : files(".md")) {
            for (String destination : links(parsed(document))) {
                if (!leadsSomewhere(document, destination)) {
                    broken.add(new Target(ROOT.relativize(document), destination));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void findsEveryNamedTest() throws Exception {
        Set<String> known = new TreeSet<>();
        for (Path source : files(".java")) {
            String name = source.getFileName().toString().replace(".java", "");
            known.add(name);
            Matcher method = Pattern.compile("void (\\w+)\\(").matcher(Files.readString(source));
            while (method.find()) {
                known.add(name + "." + method.group(1));
            }
        }
        Set<String> unknown = new TreeSet<>();
        for (Path document : files(".md")) {
            codes(parsed(document)).stream()
                    .filter(test -> !known.contains(test))
                    .forEach(unknown::add);
        }
        assertThat(unknown).isEmpty();
    }

    private static boolean leadsSomewhere(Path document, String destination) throws IOException {
        URI link = URI.create(destination);
        if (link.isAbsolute()) {
            return List.of("https", "http").contains(link.getScheme());
        }
        Path file = link.getPath().isEmpty() ? document : document.resolveSibling(link.getPath());
        return Files.exists(file)
                && (link.getFragment() == null || anchors(parsed(file)).contains(link.getFragment()));
    }

    private static Node parsed(Path document) throws IOException {
        return Parser.builder().build().parse(Files.readString(document));
    }

    private static List<String> links(Node document) {
        List<String> links = new ArrayList<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                links.add(link.getDestination());
                visitChildren(link);
            }

            @Override
            public void visit(Image image) {
                links.add(image.getDestination());
            }
        });
        return links;
    }

    private static Set<String> anchors(Node document) {
        IdGenerator ids = IdGenerator.builder().build();
        Set<String> anchors = new TreeSet<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                anchors.add(ids.generateId(TextContentRenderer.builder().build().render(heading)));
            }
        });
        return anchors;
    }

    private static Set<String> codes(Node document) {
        Set<String> tests = new TreeSet<>();
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Code code) {
                Matcher test = TEST.matcher(code.getLiteral());
                if (test.matches()) {
                    tests.add(test.group(2) == null ? test.group(1) : test.group());
                }
            }
        });
        return tests;
    }

    private static List<Path> files(String ending) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return NOT_OURS.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(ending)) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }
}
