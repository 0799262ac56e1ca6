"""Reads. Every function takes the actor or the dossier it was found with; what somebody may not see is not found."""
