variable "function_zip" {
  description = "Path of function.zip, from a build or a release."
  type        = string
  default     = "../../function/target/function.zip"
}

variable "name" {
  description = "Prefix of all names."
  type        = string
  default     = "ovok-upload"
}

variable "ovok_secret_arn" {
  description = "Secret in AWS Secrets Manager with the OVOK credentials, see docs/deploy.md."
  type        = string
}

variable "ovok_base_url" {
  description = "URL of the OVOK API."
  type        = string
  default     = "https://api.sandbox.ovok.com"
}
