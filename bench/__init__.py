"""Speed, held against the best that this machine could do in the same minute: `./dev bench queue --rows 100000`.

`./dev bench clocks --rows 1000000` does the same for deadlines; what it promises has a limit in seconds: a sweep that
finds nothing, a deadline that fires, and a midnight at which ten thousand applicants' time runs out.

`./dev bench law` times one assessment, a draft of law run over a country of 20,000, and what the rulebook adds to a
start.

Measured on two cores shared with others (5 to 7 processes waiting for them):

| promise | measured |
|---|---|
| idle sweep, 1,000,000 open clocks against 100,000 | 0.29 ms against 0.29 ms |
| a deadline fires after its instant, at 100,000 open clocks, latest of five | 1.8 s |
| a lapse through the ordinary services | 12 ms of CPU, PostgreSQL's 3 included |
| 10,000 lapses, two schedulers | 239 s there; 12 ms of CPU each is a minute on two cores of one's own |
| one assessment, every category before every authority | 0.17 ms of CPU |
| a draft of law over 20,000 dossiers, each judged twice | 19 s |
| the whole rulebook at a start | 72 ms more than without |

How to read it. Each line has a limit and our own figure, measured turn by turn in one run, and their ratio; only the
ratio is promised. Figures of a shared machine swing by two from one run to the next, ratios by a tenth or two, since
whatever slows the one slows the other. A goal missed by less than that deserves a second run, not a conclusion.

* `<= 1.5` and its like: ours takes at most so many times as long as the limit (milliseconds). The limit is the same
  page in a small database, the first page of a list, or the least program that shows the same rows.
* `>= 0.35` and its like: ours does at least that share, or that multiple, of the limit's work in a second. The limit
  of filing is one SQL statement that writes the same rows; the limit of the outbox is what others do: a Celery task
  for each message.

Times are by the clock on the wall, but for HTML, which is CPU time of this process: there the rest is waiting for the
database, the same for both. A limit that fell from one day to the next is the machine; a ratio that did is us.

`--json` prints `{"goals": [{"name", "limit", "ours", "ratio", "goal", "pass"}]}`. The exit code is 0 whatever was
measured, unless `--strict` is given. The servers wait for the disk; databases are made for the run and dropped.
"""
