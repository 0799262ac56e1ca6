"""The applicant's room: open an application, fill it in step by step, file it, follow it.

Employers and mandataries fill in and file; the worker reads the same dossier page (P20). `forms` maps the questions
onto the paths of `rulebook.facts.Facts`, one table per step; what somebody typed is kept as typed beside what was
understood, so that nothing is lost (`filling`). `papers` takes files in and hands them out, `filing` checks and
submits, `following` shows what became of it. `inviting` asks the worker in; `part`, `stating` and `opened` are the
worker's own pages. The other modules turn domain values into `portal.ui.parts`.
"""
