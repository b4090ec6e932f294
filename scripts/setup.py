"""Everything between a clean clone and `.venv/bin/python manage.py …`: `make setup`.

Runs under whatever `python3` is, so it keeps to the syntax of Python 3.6 in order to be able to
say what is wrong with an older one. Each step is skipped when what it reads has not changed.
"""

import hashlib
import os
import secrets
import subprocess
import sys

BASE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(BASE, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")


def check_python():
    if sys.version_info < (3, 11):
        found = ".".join(str(part) for part in sys.version_info[:3])
        sys.exit(
            "Newsroom needs Python 3.11 or newer, and this is {}: "
            "install one and name it, as in `make {} PYTHON=python3.12`.".format(found, "run")
        )


def make_venv():
    if os.path.exists(PYTHON) and subprocess.call([PYTHON, "-c", "import pip"]) == 0:
        return
    say("Making the virtual environment in .venv")
    try:
        import ensurepip  # noqa: F401  (Debian ships venv without it)
        import venv
    except ImportError:
        sys.exit(
            "Python's venv module is missing: install it (on Debian and Ubuntu: "
            "`apt install python3-venv`) and try again."
        )
    venv.create(VENV, clear=True, with_pip=True)


def install(requirements):
    """Install a compiled requirements file, if it has changed since the last time."""
    path = os.path.join(BASE, requirements)
    stamp = os.path.join(VENV, requirements + ".installed")
    with open(path, "rb") as file:
        wanted = hashlib.sha256(file.read()).hexdigest()
    if read(stamp) == wanted:
        return
    say("Installing {}".format(requirements))
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    # Hashes pin every file that is fetched: a mirror cannot slip in another.
    if subprocess.call(command + ["--require-hashes", "-r", path]) != 0:
        sys.exit("Installing {} failed; pip says why above.".format(requirements))
    write(stamp, wanted)


def write_env():
    """A first .env, for trying things on this machine; an existing one is never touched.

    `make setup DEMO=false` writes one for a newsroom of one's own.
    """
    path = os.path.join(BASE, ".env")
    if os.path.exists(path):
        return
    demo = os.environ.get("DEMO") or "true"
    say("Writing .env with a secret key of its own and DEMO={}".format(demo))
    key = secrets.token_urlsafe(50)
    text = "# See .env.example for everything that can stand here.\n"
    write(path, text + "DEMO={}\nSECRET_KEY={}\n".format(demo, key))
    os.chmod(path, 0o600)


def say(line):
    print(line + " …", flush=True)


def read(path):
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return ""


def write(path, text):
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)


def main(arguments):
    check_python()
    make_venv()
    if "--dev" in arguments:
        install("requirements-dev.txt")
        return 0
    install("requirements.txt")
    write_env()
    return subprocess.call([PYTHON, os.path.join(BASE, "scripts", "prepare.py")])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
