"""Serve the newsroom: the web server and the worker side by side, until Ctrl-C.

`make run` uses gunicorn; `make dev` passes --dev and gets the reloading server with DEBUG.
"""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE))
os.chdir(BASE)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
SECONDS_TO_START = 30
SECONDS_TO_STOP = 12


def refuse_busy_port(host, port):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as reason:
            if reason.errno == errno.EADDRINUSE:
                sys.exit(
                    f"Port {port} of {host} is in use: stop what runs there, or choose another, "
                    f"as in `make run PORT={port + 1}`."
                )
            sys.exit(f"Cannot listen on {host}, port {port}: {reason.strerror}.")


def answers(host, port):
    inside = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)  # noqa: S104
    request = urllib.request.Request(f"http://{inside}:{port}/healthz")  # noqa: S310
    request.add_header("Host", f"127.0.0.1:{port}")
    try:
        with urllib.request.urlopen(request, timeout=2) as response:  # noqa: S310
            return response.status == 200
    except OSError:
        return False


def wait_until_it_answers(server, settings):
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and server.poll() is None:
        if answers(settings.HOST, settings.PORT):
            return True
        time.sleep(0.1)
    return False


def greet(settings):
    lines = ["", f"Public site  {settings.SITE_URL}/", f"Desk         {settings.SITE_URL}/admin/"]
    if settings.DEMO:
        from newsroom.demo.accounts import ACCOUNTS, DEMO_PASSWORD

        lines += ["", f"Demo accounts, all with the password {DEMO_PASSWORD}"]
        lines += [f"  {name:<12} {role}" for name, role in ACCOUNTS]
        if settings.HOST not in {"127.0.0.1", "::1", "localhost"}:
            lines += ["", f"Careful: {settings.HOST} lets others on the network use them too."]
    lines += ["", "Ctrl-C stops it."]
    print("\n".join(lines), flush=True)


def stop(processes):
    """End both, politely first; returns when neither runs any more."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + SECONDS_TO_STOP
    for process in processes:
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def server_command(settings):
    if settings.DEBUG:
        return [sys.executable, "manage.py", "runserver", f"{settings.HOST}:{settings.PORT}"]
    gunicorn = Path(sys.executable).parent / "gunicorn"
    return [gunicorn, "-c", "newsroom/gunicorn.py", "newsroom.wsgi"]


def serve(settings):
    worker = [sys.executable, "manage.py", "worker"]
    processes = []
    try:
        processes.append(subprocess.Popen(server_command(settings)))
        if not wait_until_it_answers(processes[0], settings):
            print("The server did not start; its own words are above.", file=sys.stderr)
            return 1
        # Only now: two interpreters that start at once keep each other waiting.
        processes.append(subprocess.Popen(worker))
        greet(settings)
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
        print("The server or the worker has ended by itself; stopping.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        # A second Ctrl-C must not leave one of the two behind.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        stop(processes)


def interrupt(*_):
    raise KeyboardInterrupt


if __name__ == "__main__":
    from django.conf import settings

    if "--dev" in sys.argv:
        os.environ["DEBUG"] = "true"
    # SIGINT too: a shell that starts us in the background has it ignored.
    signal.signal(signal.SIGINT, interrupt)
    signal.signal(signal.SIGTERM, interrupt)
    refuse_busy_port(settings.HOST, settings.PORT)
    sys.exit(serve(settings))
