"""What lateness leads to: buckets, classes, expected losses, contacts, reminders."""
