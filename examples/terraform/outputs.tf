output "inbox_bucket" {
  description = "Put files here."
  value       = aws_s3_bucket.inbox.id
}

output "failure_queue_url" {
  description = "Events of files that did not become documents."
  value       = aws_sqs_queue.failures.url
}
