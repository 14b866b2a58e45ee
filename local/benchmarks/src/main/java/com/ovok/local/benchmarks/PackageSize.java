package com.ovok.local.benchmarks;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** The size of the package that is uploaded to Lambda. */
final class PackageSize implements Benchmark {
    @Override
    public List<Row> run(int rounds) throws Exception {
        Samples size = Samples.of("function.zip", Files.size(Workbench.functionZip()) / 1e6);
        return List.of(new Row("package", "size", "MB", size, Optional.empty(), new Goal.Limit(9)));
    }
}
