"""The books: chart of accounts, posting table, reversal, and what is shared with others. Pure."""
