"""What must hold of the code without running it: `make lint`."""

import os
import subprocess
import sys
from pathlib import Path

from check_templates import faults

BASE = Path(__file__).resolve().parent.parent
# No .env and no database are needed to look at code.
ENVIRONMENT = {**os.environ, "DEBUG": "true", "DATABASE_URL": "sqlite://:memory:"}
MANAGE = [sys.executable, "manage.py"]
RUFF = str(Path(sys.executable).parent / "ruff")
COMMANDS = [
    [RUFF, "check", "."],
    [RUFF, "format", "--check", "."],
    [*MANAGE, "makemigrations", "--check", "--dry-run"],
    [*MANAGE, "check", "--fail-level", "WARNING"],
]


def main():
    failed = []
    for command in COMMANDS:
        if subprocess.call(command, cwd=BASE, env=ENVIRONMENT) != 0:
            failed.append(" ".join(Path(part).name for part in command))
    found = [fault for path in sorted(BASE.glob("templates/**/*")) for fault in faults(path, BASE)]
    print(*found, sep="\n", end="\n" if found else "")
    if found:
        failed.append("templates")
    print(f"Failed: {', '.join(failed)}" if failed else "Nothing to complain about.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
