"""`./dev walkthrough`: one application after another through the real pages, from filing to delivery.

Everything is started on free ports; each person speaks plain HTTP to the pages (no script, no browser), the real worker
and beat do the rest. One line per step, with the journal's number. At the end the journal is verified, the letters'
text and seals are checked, and nothing is left running.
"""
