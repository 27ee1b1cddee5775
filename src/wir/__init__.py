"""Research compendium on the German programme WIR! – Wandel durch Innovation in der Region."""

__version__ = "0.1.0"
