import secrets

from django.core.files.storage import storages


def private_storage():
    return storages["private"]


def document_name(version, filename):
    """A random name: neither the uploader's words nor a guess lead to the file."""
    return f"agreements/{secrets.token_urlsafe(16)}"


def paper_name(paper, filename):
    return f"papers/{secrets.token_urlsafe(16)}"
