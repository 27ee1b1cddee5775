"""Success: which factors, and which combinations of them, go with success."""
