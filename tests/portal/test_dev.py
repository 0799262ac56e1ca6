"""./dev fails in one clear sentence that names the way out, and does nothing twice."""

import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
MESSAGES = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Yes"\nmsgstr "Ja"\n'


@pytest.fixture
def dev():
    spec = spec_from_loader("dev", SourceFileLoader("dev", str(ROOT / "dev")))
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_needs_nothing_but_the_standard_library(dev):
    done = subprocess.run([sys.executable, "-I", "-S", "dev"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "./dev demo" in done.stderr


def test_an_ordinary_user_reads_the_one_line_to_run(dev, monkeypatch):
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(dev.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    with pytest.raises(SystemExit, match=r"sudo apt-get install -y --no-install-recommends gettext$"):
        dev.have_system_packages({"gettext": "msgfmt"})


def test_root_installs_what_is_missing_and_only_that(dev, monkeypatch):
    # GIVEN root on a Debian-like system where one of two packages is missing
    ran = []
    monkeypatch.setattr(dev.os, "geteuid", lambda: 0)
    monkeypatch.setattr(dev.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(
        dev.subprocess, "run", lambda command, **_: ran.append(command) or subprocess.CompletedProcess(command, 0)
    )
    dev.have_system_packages({"gettext": "msgfmt", "base-files": "/etc"})

    # THEN only that one is installed
    assert ran[-1] == ["apt-get", "install", "-y", "--no-install-recommends", "gettext"]


def test_elsewhere_it_goes_on_and_says_what_may_be_missing(dev, monkeypatch, capsys):
    monkeypatch.setattr(dev.shutil, "which", lambda _name: None)
    dev.have_system_packages({"gettext": "msgfmt"})
    assert "going on without gettext" in capsys.readouterr().err


def test_messages_are_compiled_once_and_again_when_they_change(dev, monkeypatch, tmp_path, capsys):
    # GIVEN a catalogue in the checkout
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    folder = tmp_path / "federal" / "locale" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(MESSAGES)

    # WHEN it is compiled twice, THEN the second time does nothing
    dev.have_messages()
    dev.have_messages()
    assert capsys.readouterr().err.count("compiling") == 1
    assert (folder / "django.mo").exists()


def test_a_broken_catalogue_is_named(dev, monkeypatch, tmp_path):
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    folder = tmp_path / "locale" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(MESSAGES + 'msgid "No\n')
    with pytest.raises(SystemExit, match=r"locale/de/LC_MESSAGES/django\.po does not compile"):
        dev.have_messages()


def test_a_second_start_installs_nothing(dev, monkeypatch, tmp_path):
    # GIVEN an environment that was installed from this very lock file
    lock, stamp = tmp_path / "lock.txt", tmp_path / "installed"
    lock.write_text("django==5.2")
    for name, value in (("LOCK", lock), ("STAMP", stamp), ("VENV", tmp_path)):
        monkeypatch.setattr(dev, name, value)
    ran = []
    monkeypatch.setattr(dev, "run", lambda *command: ran.append(command) or 0)
    monkeypatch.setattr(dev, "works", lambda _python: True)
    dev.have_environment()
    installed = len(ran)

    # WHEN it is started again, THEN nothing is installed; WHEN the lock file changes, THEN it is
    dev.have_environment()
    assert len(ran) == installed
    lock.write_text("django==5.3")
    dev.have_environment()
    assert len(ran) > installed
