"""Comparing alliances without exposing anybody: exports of aggregates, side by side."""
