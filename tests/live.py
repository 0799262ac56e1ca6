"""Fixtures for tests that need more than one process or a browser. They all work on a database of the test's own."""

import os
import socket
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread

from portal import embedded, ports, system
from portal.celery import app as celery_app
from portal.embedded import valkey
from portal.processes import Processes
from portal.settings import sign_in

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs in the thread that uses the ORM


@pytest.fixture
def live_site(own_database, sign_in_provider, settings) -> Iterator[str]:
    """The pages on a port of their own, as an address; the test and they share one database."""
    settings.OIDC_ISSUER = sign_in_provider
    settings.SOCIALACCOUNT_PROVIDERS = sign_in.providers(
        issuer=sign_in_provider, client_id="test", secret="test", name="CSAM"
    )
    settings.CONTENT_SECURITY_POLICY = sign_in.content_policy(issuer=sign_in_provider)
    thread = LiveServerThread(ports.HOST, StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    settings.PUBLIC_URL = f"http://{thread.host}:{thread.port}"
    yield settings.PUBLIC_URL
    thread.terminate()


@pytest.fixture(scope="session")
def sign_in_provider(tmp_path_factory) -> Iterator[str]:
    """The stand-in for sign-in, knowing the demo's people; its address."""
    processes = Processes(logs=tmp_path_factory.mktemp("sign-in"), environment={})
    port = ports.free()
    try:
        system.start_sign_in(processes, port=port)
        processes.wait_until_ready()
        yield f"http://{ports.HOST}:{port}"
    finally:
        processes.stop()


@pytest.fixture
def queue(request) -> Iterator[str]:
    """A Valkey of the test's own, where `.delay()` really sends; its address."""
    place = embedded.place(f"queue-{os.getpid()}")
    valkey.start(place)
    url = f"unix://{place.valkey_socket}"
    before = celery_app.conf.broker_url
    _send_to(url.replace("unix://", "redis+socket://"))
    yield url
    _send_to(before)
    embedded.remove(place)


@pytest.fixture
def worker(own_database, queue, settings, tmp_path) -> Iterator[Processes]:
    """A real Celery worker on the test's database, queue and files; `kill("worker")` is a power cut."""
    files = tmp_path / "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(files)}},
    }
    processes = Processes(
        logs=tmp_path,
        environment={
            "DJANGO_SETTINGS_MODULE": "portal.settings.demo",
            "DATABASE_URL": own_database.url,
            "REDIS_URL": queue,
            "FILES_ROOT": str(files),
        },
    )
    try:
        system.start_worker(processes)
        processes.wait_until_ready()
        yield processes
    finally:
        processes.stop()


@pytest.fixture
def mailbox(settings):
    """A real mail server on a free port, keeping what it is given and refusing whom it is told to."""

    class Handler:
        def __init__(self):
            self.messages, self.refused, self.busy = [], set(), False

        async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - the name aiosmtpd calls
            if address in self.refused:
                return "550 no such mailbox"
            if self.busy:
                return "451 come back later"
            envelope.rcpt_tos.append(address)
            return "250 OK"

        async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the same
            self.messages.append((envelope.rcpt_tos, message_from_bytes(envelope.content)))
            return "250 OK"

    handler = Handler()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5
    yield handler
    controller.stop()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args) -> dict[str, object]:
    """Debian's Chromium, kept from calling home."""
    return {**browser_type_launch_args, "executable_path": _chromium(), "args": CHROMIUM_FLAGS}


def _chromium() -> str:
    for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"):
        if Path(path).exists():
            return path
    pytest.skip("no Chromium here: ./dev test installs it")


def _send_to(broker: str) -> None:
    celery_app.conf.broker_url = broker
    celery_app._pool = None
    celery_app.amqp._producer_pool = None
