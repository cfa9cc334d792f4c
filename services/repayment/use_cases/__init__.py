"""What the repayment service does: loans as customers see them, and collecting money."""
