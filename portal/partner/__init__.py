"""The room of those who carry decisions out: diplomatic posts and communes (P29).

`lists` is their work list, `dossier` one decision with what to do next: acknowledge, then report; a post may say in
which commune the worker will live. `claiming` lets a commune call for a decision when the person stands at its counter.

What is shown is what the instruction carries (`portal.ui.instructions`) and nothing of the dossier behind it: no pay,
no qualification, no paper but the letter.
"""
