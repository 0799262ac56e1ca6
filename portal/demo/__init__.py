"""What the demo, the tests and the walkthrough tell each other: believable people and dossiers, made by the services.

Nothing here runs in production. `stories` tells one application step by step; `dossiers` fills the demo's desks.
"""
