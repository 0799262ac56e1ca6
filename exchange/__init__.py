"""The post office: notices, addressees, outbox, letters, transports, receipts.

It knows no dossier. What comes in is a frozen notice, already minimised for its recipient; what goes back is a
receipt, which the sender pulls and turns into a legal fact (P1).
"""
