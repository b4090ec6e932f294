"""How gunicorn serves the newsroom: `gunicorn -c newsroom/gunicorn.py newsroom.wsgi`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

from django.conf import settings  # noqa: E402

bind = f"{settings.HOST}:{settings.PORT}"
worker_class = "gthread"
# A cache inside the process can be shared by threads only.
workers = settings.WEB_PROCESSES
threads = 8
keepalive = 15
timeout = 60
graceful_timeout = 10
# A slow disk must not look like a hung worker.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
# The middleware writes one line per request, with an id; gunicorn's own would be a second.
accesslog = None
control_socket_disable = True
loglevel = "warning"
