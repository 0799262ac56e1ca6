"""What may happen to a dossier: one verb per function, one transaction each, `by=` and `at=` handed in."""
