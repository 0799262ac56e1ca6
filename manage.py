#!/usr/bin/env python3
"""Django's commands. `./dev manage …` runs them with the demo's servers; in production the environment says where."""

import os
import sys

# These make or change tables and privileges, which only the owner role may; every other command, the seeding of the
# demo included, works as the role of the web and the worker.
OWNER_COMMANDS = {"migrate", "makemigrations", "showmigrations", "sqlmigrate", "dbshell", "partitions"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.demo")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        os.environ.setdefault("DATABASE_ROLE", "owner")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
