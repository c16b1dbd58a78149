# The role that tickmark reads an account with, and what it may read.

variable "tickmark_trusted_principals" {
  description = "ARNs of the principals that may take on the role, such as the role of your CI."
  type        = list(string)
}

variable "tickmark_external_id" {
  description = "What the caller must give as external id; null for none."
  type        = string
  default     = null
}

data "aws_iam_policy_document" "tickmark_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = var.tickmark_trusted_principals
    }

    dynamic "condition" {
      for_each = var.tickmark_external_id == null ? [] : [var.tickmark_external_id]

      content {
        test     = "StringEquals"
        variable = "sts:ExternalId"
        values   = [condition.value]
      }
    }
  }
}

data "aws_iam_policy_document" "tickmark" {
  statement {
    sid       = "TickmarkReads"
    resources = ["*"]
    actions = [
ACTIONS
    ]
  }
}

resource "aws_iam_role" "tickmark" {
  name               = "tickmark"
  assume_role_policy = data.aws_iam_policy_document.tickmark_trust.json
}

resource "aws_iam_policy" "tickmark" {
  name        = "tickmark"
  description = "What tickmark reads."
  policy      = data.aws_iam_policy_document.tickmark.json
}

resource "aws_iam_role_policy_attachment" "tickmark" {
  role       = aws_iam_role.tickmark.name
  policy_arn = aws_iam_policy.tickmark.arn
}

output "tickmark_role_arn" {
  description = "What tickmark scan --role-arn takes."
  value       = aws_iam_role.tickmark.arn
}
