"""Running: notebooks with typed parameters, as tasks of one graph."""
