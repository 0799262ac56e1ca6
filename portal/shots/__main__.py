"""Start everything, visit every page, lay the pictures out; exits 1 with one sentence per fault."""

import argparse
import logging
import os
import sys
import time
from pathlib import Path

import django

from applications.vocabulary import Authority
from portal import embedded, ports, processes, system
from portal.shots import camera as cameras
from portal.walkthrough.visitor import WalkFailed

EXPECTED = (
    WalkFailed, cameras.NoBrowser, embedded.ServersUnavailable, ports.PortTaken, processes.ProcessFailed,
    system.AlreadyRunning, system.CommandFailed,
)  # fmt: skip
NOTED = "untranslated.jsonl"


def main() -> int:
    parser = argparse.ArgumentParser("./dev shots")
    parser.add_argument("--languages", default="de,fr", help="which languages, with commas between")
    parser.add_argument("--only", default="", help="pages whose name has this in it: desk/, inbox, queue …")
    parser.add_argument("--into", type=Path, default=Path("var/shots"), help="where the pictures go")
    chosen = parser.parse_args()
    since = time.monotonic()
    languages = [language.strip() for language in chosen.languages.split(",") if language.strip()]
    folder = chosen.into.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NOTED).unlink(missing_ok=True)
    noting = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.shots",
        "UNTRANSLATED": str(folder / NOTED),
        "DEMO_THIRD_PHASE": Authority.OSTBELGIEN,
    }
    try:
        with system.running_system("shots", environment=noting, say=_say) as running:
            os.environ.update({key: value for key, value in running.environment.items() if key != "UNTRANSLATED"})
            django.setup()
            logging.disable(logging.INFO)
            faults = _visit(running.url, languages, chosen.only, folder)
    except EXPECTED as failure:
        print(f"✗ {failure}", file=sys.stderr)
        return 1
    for fault in faults:
        print(f"✗ {fault}", file=sys.stderr)
    print(f"{'✗' if faults else '✓'} {folder / 'index.html'} in {time.monotonic() - since:.0f} s", flush=True)
    return 1 if faults else 0


def _visit(url: str, languages: list[str], only: str, folder: Path) -> list[str]:
    from applications.now import law_now
    from portal.shots import scene, sheet, stops, words

    _say("preparing the dossiers")
    wanted = [stop for stop in stops.stops(scene.prepare(now=law_now())) if only in stop.name]
    pictures: list[cameras.Picture] = []
    with cameras.camera(url, folder) as camera:
        for language in languages:
            _say(f"{len(wanted)} pages in {language}")
            for stop in sorted(wanted, key=lambda stop: stop.person):
                pictures += camera.shoot(stop, language)
        camera.close()
    order = {stop.name: place for place, stop in enumerate(wanted)}
    pictures.sort(key=lambda picture: order[picture.stop])
    faults = camera.faults + words.faults(languages, noted=folder / NOTED)
    sheet.lay_out(pictures, faults, folder=folder)
    return faults


def _say(what: str) -> None:
    print(f"· {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
