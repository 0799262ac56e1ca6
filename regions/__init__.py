"""The four work authorities: what is particular to each. They do not know each other."""
