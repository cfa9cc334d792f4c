"""What lending does, one module per noun; `partners` says what it needs from others."""
