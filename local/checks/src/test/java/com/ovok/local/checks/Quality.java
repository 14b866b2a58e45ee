package com.ovok.local.checks;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Measures the sources in a folder for docs/quality.md: {@code java
 * local/checks/src/test/java/com/ovok/local/checks/Quality.java FOLDER}. Needs no build, so it measures any commit.
 */
final class Quality extends TreeScanner<Void, Quality.Source> {
    private static final int LONG_METHOD = 15;
    private static final int LONG_FILE = 200;
    private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git");

    /** A parsed file, and where its parts are. */
    record Source(CompilationUnitTree unit, SourcePositions positions) {}

    private int files;
    private int lines;
    private int longFiles;
    private int types;
    private int packagePrivateTypes;
    private int methods;
    private int longMethods;

    /** Prints the figures of each folder. */
    public static void main(String[] folders) throws IOException {
        for (String folder : folders) {
            List<Path> prose = files(Path.of(folder), ".java", ".md", ".yaml", ".yml");
            Quality quality = new Quality();
            quality.measure(prose.stream()
                    .filter(file -> file.toString().endsWith(".java"))
                    .toList());
            System.out.println(folder + ": " + quality + ", " + bannedWords(prose) + " banned words");
        }
    }

    private static int bannedWords(List<Path> files) throws IOException {
        int count = 0;
        for (Path file : files) {
            count += Prose.bannedWords(file.toString(), Files.readString(file)).size();
        }
        return count;
    }

    private void measure(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(sources));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                measure(new Source(unit, positions));
            }
        }
    }

    private void measure(Source source) throws IOException {
        long length = source.unit()
                .getSourceFile()
                .getCharContent(false)
                .toString()
                .lines()
                .count();
        files++;
        lines += (int) length;
        longFiles += length > LONG_FILE ? 1 : 0;
        for (Tree type : source.unit().getTypeDecls()) {
            if (type instanceof ClassTree declared) {
                types++;
                packagePrivateTypes += declared.getModifiers().getFlags().contains(Modifier.PUBLIC) ? 0 : 1;
            }
        }
        scan(source.unit(), source);
    }

    @Override
    public Void visitMethod(MethodTree method, Source source) {
        if (method.getBody() != null) {
            LineMap map = source.unit().getLineMap();
            long first = map.getLineNumber(source.positions().getStartPosition(source.unit(), method.getBody()));
            long last = map.getLineNumber(source.positions().getEndPosition(source.unit(), method.getBody()));
            methods++;
            longMethods += last - first - 1 > LONG_METHOD ? 1 : 0;
        }
        return super.visitMethod(method, source);
    }

    @Override
    public String toString() {
        return "%d files, %d lines, %d files over %d lines, %d types, %d package-private, %d methods, %d over %d lines"
                .formatted(
                        files,
                        lines,
                        longFiles,
                        LONG_FILE,
                        types,
                        packagePrivateTypes,
                        methods,
                        longMethods,
                        LONG_METHOD);
    }

    private static List<Path> files(Path folder, String... endings) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                    .filter(file -> Stream.of(folder.relativize(file).toString().split("/"))
                            .noneMatch(NOT_OURS::contains))
                    .toList();
        }
    }
}
