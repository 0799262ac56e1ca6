"""One desk for every authority; the actor decides what it shows.

`queue` is the work list, `dossier` its parts (examination, data, documents, deadlines, journal, notes), `deciding` the
verbs of the bar below them, `handing` who does it, `letters` preview and signature, `streams` the bytes of papers and
letters. Every page of a dossier begins and ends in `opening`. What the pages show is built beside the views:
`queue_rows`, `tracks`, `findings`, `papers`, `facts_shown`, `actions`, `words`.

Whatever the region may not see of the residence papers (P21) is left out here already, before a template: `papers` and
`facts_shown` ask `applications.disclosure`, `findings` shows each desk its own track.
"""
