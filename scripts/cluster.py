"""A private PostgreSQL for one test run: own folder, own port, own password, then gone."""

import contextlib
import glob
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

SECONDS_TO_START = 30


class ClusterError(Exception):
    pass


def find_postgres():
    """The folder that holds initdb and postgres, the newest first; None without one."""
    folders = sorted(
        glob.glob("/usr/lib/postgresql/*/bin"),
        key=lambda folder: float(Path(folder).parent.name),
        reverse=True,
    )
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(str(Path(on_path).resolve().parent))
    for folder in folders:
        if all(Path(folder, name).exists() for name in ("initdb", "postgres")):
            return Path(folder)
    return None


def other_user():
    """How to start PostgreSQL, which refuses to run as root: options for subprocess."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            found = pwd.getpwnam(name)
            return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    raise ClusterError("running as root, and there is no user postgres or nobody to drop to")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def private_cluster():
    """Give the DATABASE_URL of a cluster that lives as long as the `with` block."""
    bin_dir, drop = find_postgres(), other_user()
    folder = Path(tempfile.mkdtemp(prefix="newsroom-pg-"))
    server = None
    try:
        password = secrets.token_urlsafe(24)
        secret = folder / "password"
        secret.write_text(password)
        if drop:
            for path in (folder, secret):
                os.chown(path, drop["user"], drop["group"])
        initialise(bin_dir, folder, secret, drop)
        port = free_port()
        server = start(bin_dir, folder, port, drop)
        url = f"postgres://newsroom:{password}@127.0.0.1:{port}/postgres"
        wait_for(url, server, folder)
        yield url
    finally:
        if server and server.poll() is None:
            server.send_signal(2)  # SIGINT is PostgreSQL's fast shutdown
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def initialise(bin_dir, folder, secret, drop):
    command = [bin_dir / "initdb", "-D", folder / "data", "-U", "newsroom", "--encoding=UTF8"]
    command += ["--locale=C.UTF-8", "--auth=scram-sha-256", f"--pwfile={secret}", "--no-sync"]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, cwd=folder, umask=0o077, **drop
    )
    if done.returncode:
        raise ClusterError(f"initdb failed: {last_line(done.stderr)}")


def start(bin_dir, folder, port, drop):
    # Nothing here must survive a power cut, so nothing waits for the disk.
    options = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
    options += ["listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={folder}"]
    command = [bin_dir / "postgres", "-D", folder / "data"]
    for option in options:
        command += ["-c", option]
    with open(folder / "log", "w") as log:
        # In a session of its own: Ctrl-C is for the tests, which then stop the server.
        return subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=log, start_new_session=True, **drop
        )


def wait_for(url, server, folder):
    import psycopg

    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and server.poll() is None:
        try:
            psycopg.connect(url, connect_timeout=3).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise ClusterError(f"PostgreSQL did not start: {last_line((folder / 'log').read_text())}")


def last_line(text):
    return (text.strip().splitlines() or ["it gave no reason"])[-1]
