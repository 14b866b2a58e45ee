/**
 * Uploads a file to the HTTP API and returns the document's FileEntryDto.
 *
 * @param {string} url the stack's output ApiUrl
 * @param {Blob} file
 * @param {string} name of the document
 * @param {string} token of the issuer that the stack's parameter JwtIssuer names
 * @param {string} key repeats of the request with the same key create no second document
 */
export async function upload(url, file, name, token, key) {
  const response = await fetch(`${url}/documents/${encodeURIComponent(name)}`, {
    method: "PUT",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": file.type || "application/octet-stream",
      "idempotency-key": key,
    },
    body: file,
  });
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    const error = new Error(problem.detail ?? problem.message ?? `The upload failed (${response.status}).`);
    error.retryAfterSeconds = Number(response.headers.get("retry-after")) || undefined;
    throw error;
  }
  return response.json();
}
