"""Workshop kits: agenda, notes, slides, worksheets, cards and a form, for one topic."""
