package com.ovok.local.s3;

import java.nio.file.Path;
import org.gaul.s3proxy.nio2blob.AbstractNio2BlobStore;

/**
 * Stores objects as files that can have versions. S3Proxy itself offers versions only for its store in memory, but the
 * code is the same: it needs a file system with extended attributes.
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
