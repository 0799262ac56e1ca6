"""`./dev shots`: every page as a telephone and a desk see it, on one contact sheet, with every fault in a sentence.

`scene` makes the dossiers, `stops` says which pages are visited by whom, `camera` opens them and watches, `words` looks
for what is not translated, `sheet` lays the pictures out. It fails on a page that scrolls sideways, a complaint in the
console (scripts, content policy), a request that fails, a wrong answer, and a sentence without translation.
"""
