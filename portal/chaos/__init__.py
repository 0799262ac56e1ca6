"""What happens on bad days, tried on the real system: `./dev chaos`, or `./dev chaos filing mail`.

The whole system runs as in production (gunicorn, a Celery worker, beat, a PostgreSQL that waits for the disk, a Valkey;
the mail server is the harness's own). Parts of it are killed with SIGKILL, stopped or made to refuse while clients
work. Each run ends with a census: what the database and the mailbox hold, against the clients' own log of the answers
they got. Three kinds of answer are told apart: acknowledged, refused, and unknown (the connection broke: either outcome
is right, half an outcome is not).

A line per run says how many calls were acknowledged, how many of these are lost, what happened twice, how many
deliveries were repeated and how many may have been (kills times batch), and how many answers stayed unknown. `--json`
prints `{"runs": [{"name", "acknowledged", "lost", "duplicates", "redeliveries", "bound", "kills", "unknown", "seconds",
"pass"}], "pass"}`. The exit code is 1 if a run failed. `--reduced` is the same with small numbers, for every day.
Nothing leaves this machine, and nothing is left running.
"""
