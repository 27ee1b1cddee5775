"""Data: fetch and verify upstream files, harmonise them, describe them, load them."""
