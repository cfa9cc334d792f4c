"""Documents for customers: what they say and how it is laid out on paper. Pure."""
