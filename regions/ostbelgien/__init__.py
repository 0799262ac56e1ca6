"""The German-speaking Community: its law on work, its criteria, its wording."""
