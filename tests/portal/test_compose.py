"""docker-compose.yml and the Dockerfile say what the settings read, and production starts with just that."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SETTINGS = "".join((ROOT / "portal" / "settings" / f"{name}.py").read_text() for name in ("base", "production"))
READ = set(re.findall(r'env\.\w+\(\s*"([A-Z0-9_]+)"', SETTINGS)) | {"DATABASE_URL", "DATABASE_OWNER_URL"}
OURS = ("web", "worker", "beat", "migrate")

# What whoever runs docker compose has to say.
SAID = {
    "SECRET_KEY": "k" * 50,
    "OIDC_ISSUER": "https://sign-in.example",
    "OIDC_CLIENT_ID": "portal",
}


def environment_of(service: str) -> dict[str, str]:
    """A container's environment, with ${NAME:-default} and ${NAME:?sentence} put in."""

    def value(match: re.Match[str]) -> str:
        name, operator, rest = match.groups()
        if operator == ":?" and name not in SAID:
            pytest.fail(f"{name} must be said: {rest}")
        return SAID.get(name, rest if operator == ":-" else "")

    declared = COMPOSE["services"][service]["environment"]
    return {name: re.sub(r"\$\{(\w+)(:[-?])?([^}]*)\}", value, str(said)) for name, said in declared.items()}


def start(settings: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process of its own, as a container would."""
    return subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment, "DJANGO_SETTINGS_MODULE": settings},
        capture_output=True,
        text=True,
        check=False,
    )


def test_compose_has_every_part_of_the_system():
    assert {"web", "worker", "beat", "db", "redis", "objects", "clamd", "mail"} <= set(COMPOSE["services"])


@pytest.mark.parametrize("service", OURS)
def test_every_variable_of_a_container_is_one_that_the_settings_read(service):
    assert set(environment_of(service)) - READ == {"DJANGO_SETTINGS_MODULE"}


def test_every_variable_that_the_settings_read_is_explained_beside_them():
    explained = (ROOT / "portal" / "settings" / "base.py").read_text().split('"""')[1]
    assert not {name for name in READ if name not in explained}


@pytest.mark.parametrize("service", OURS)
def test_production_starts_with_what_compose_gives(service):
    done = start("portal.settings.production", environment_of(service))
    assert done.returncode == 0, done.stderr


def test_only_the_migration_knows_the_owner():
    assert [service for service in OURS if "DATABASE_OWNER_URL" in environment_of(service)] == ["migrate"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY must be set"),
        ({"SECRET_KEY": "short"}, "at least 50 random characters"),
        ({"CLAMD_SOCKET": ""}, "CLAMD_SOCKET must point at a virus scanner"),
        ({"DEMO_CLOCK": "1"}, "DEMO_CLOCK must not be set"),
        ({"DEMO_VALUES": "1"}, "DEMO_VALUES must not be set"),
        ({"OIDC_ISSUER": ""}, "OIDC_ISSUER must be set"),
        ({"DATABASE_URL": ""}, "DATABASE_URL must be set"),
    ],
)
def test_production_refuses_to_start_with(change, sentence):
    done = start("portal.settings.production", environment_of("web") | change)
    assert done.returncode != 0
    assert sentence in done.stderr


def test_containers_start_what_exists():
    # GIVEN what the image copies and what compose mounts
    copied = re.findall(r"^COPY (?!--)(.+) \S+$", DOCKERFILE, flags=re.MULTILINE)
    mounted = [volume.split(":")[0] for volume in COMPOSE["services"]["db"]["volumes"] if volume.startswith("./")]

    # THEN all of it is in the checkout
    for name in [*" ".join(copied).split(), *mounted]:
        assert (ROOT / name).exists(), name
    assert "portal.wsgi:application" in DOCKERFILE


def test_the_image_installs_the_system_packages_that_dev_does():
    wanted = re.search(r"^SYSTEM = \{(.+?)^\}", (ROOT / "dev").read_text(), flags=re.MULTILINE | re.DOTALL)
    assert not [
        name for name in re.findall(r'^\s+"([\w.-]+)":', wanted[1], flags=re.MULTILINE) if name not in DOCKERFILE
    ]
