"""What officials and reviewers do: `checks` of a submission, `reviews`, `decisions` and the joint result they make."""
