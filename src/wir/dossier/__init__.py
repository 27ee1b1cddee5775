"""The dossier of an alliance: short, printable, in German and English, made from results."""
