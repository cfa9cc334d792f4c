"""What identity does, one module for each noun."""
