#!/usr/bin/env bash
# Uploads a file to an API whose callers send tokens (parameters JwtIssuer and JwtAudience).
# Usage: URL=… TOKEN=… upload-jwt.sh FILE
set -euo pipefail
file=$1
hash=$(sha256sum "$file")

# The key makes it safe to run the command again: the same file becomes one document.
# The token comes from standard input, because other users can read the arguments of a process.
curl --config - --silent --show-error --fail-with-body --retry 3 \
  -H "idempotency-key: ${hash%% *}" \
  --upload-file "$file" "$URL/documents/" <<< "header = \"Authorization: Bearer $TOKEN\""
