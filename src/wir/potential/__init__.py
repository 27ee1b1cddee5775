"""Potential: what a region is, and what it could do next."""
