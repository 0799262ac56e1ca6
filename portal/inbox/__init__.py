"""The inbox that every addressee has: employer, mandatary, worker, diplomatic post, commune.

`lists` shows what arrived, `parcels` opens one, acknowledges it and hands out its letter, `telling` says what each
kind of notice means in whole sentences (`templates/inbox/notices`, one per kind, in the language of the screen: the
letter enclosed is the authentic text, the page explains it).

Nothing here knows a dossier's row: a parcel shows what its notice carries, which was minimised before it was posted.
"""
