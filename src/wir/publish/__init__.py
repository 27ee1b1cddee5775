"""Publishing: figures, maps, tables, numbers and pages, each with its source."""
