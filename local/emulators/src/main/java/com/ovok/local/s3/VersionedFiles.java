package com.ovok.local.s3;

import java.nio.file.Path;
import org.gaul.s3proxy.nio2blob.AbstractNio2BlobStore;

/**
 * Stores objects as files that can have versions. S3Proxy offers versions only for its store in memory; the same code
 * works with any file system that has extended attributes.
 */
final class VersionedFiles extends AbstractNio2BlobStore {
    VersionedFiles(Path directory) {
        super(directory);
    }

    @Override
    public boolean supportsVersioning() {
        return true;
    }
}
