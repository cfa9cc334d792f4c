"""The RPCs of the repayment service, one module per noun."""
