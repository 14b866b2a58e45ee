#!/usr/bin/env bash
# Uploads a file to an API whose callers sign with IAM (the default).
# Usage: URL=… AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… [AWS_SESSION_TOKEN=…] [AWS_REGION=…] upload-iam.sh FILE
set -euo pipefail
file=$1
hash=$(sha256sum "$file")

# Temporary credentials have a session token, which is signed as well.
session=()
if [[ -n "${AWS_SESSION_TOKEN:-}" ]]; then
  session=(-H "x-amz-security-token: $AWS_SESSION_TOKEN")
fi

# The key makes it safe to run the command again: the same file becomes one document.
# The credentials come from standard input, because other users can read the arguments of a process.
curl --config - --silent --show-error --fail-with-body --retry 3 \
  --aws-sigv4 "aws:amz:${AWS_REGION:-eu-central-1}:execute-api" \
  -H "x-amz-content-sha256: ${hash%% *}" -H "idempotency-key: ${hash%% *}" "${session[@]}" \
  --upload-file "$file" "$URL/documents/" <<< "user = \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\""
