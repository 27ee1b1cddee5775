"""An alliance's own data: a folder made, read, checked, and handed to notebooks and dossiers."""
