"""The dossier: words, rulebook engine, clocks, workflow, documents, acts, work items, journal.

Imports only the post office (`exchange`); knows neither the authorities' particular law (`regions`,
`federal`), which registers itself, nor the web (`portal`).
"""
