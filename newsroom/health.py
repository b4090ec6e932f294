"""Is it alive (`/healthz`); can it serve (`/readyz`)? Neither asks who wants to know."""

import uuid

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def healthz(request):
    """The process answers. Touches nothing, so that a slow database restarts no server."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request):
    """Everything that a page needs is there; if not, 503 and which part is missing."""
    parts = {"database": database(), "cache": shared_cache()}
    if parts["database"] == "ok":
        parts["migrations"] = migrations()
    ready = set(parts.values()) == {"ok"}
    return JsonResponse({"ready": ready, **parts}, status=200 if ready else 503)


def database():
    # An error's text may hold a host or a user name: it goes to no visitor.
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, OSError):
        return "cannot be reached"
    return "ok"


def migrations():
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(missing)} not applied" if missing else "ok"


def shared_cache():
    key = f"readyz-{uuid.uuid4().hex}"
    try:
        cache.set(key, "ok", timeout=10)
        found = cache.get(key)
        cache.delete(key)
    except Exception:  # noqa: BLE001  (each cache client has errors of its own)
        return "cannot be reached"
    return "ok" if found == "ok" else "does not keep what it is given"
