"""What every answer says to the browser, and what a public one must not."""

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.module_loading import import_string

csp = import_string("csp.middleware.CSPMiddleware")


def policy_of(view):
    response = csp(view)(RequestFactory().get("/"))
    return dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))


def test_scripts_and_styles_come_from_ourselves_alone():
    policy = policy_of(lambda request: HttpResponse("x"))
    assert (policy["script-src"], policy["style-src"]) == ("'self'", "'self'")


def test_a_page_that_asks_for_a_nonce_gets_one():
    policy = policy_of(lambda request: HttpResponse(str(request.csp_nonce)))
    assert policy["script-src"].startswith("'self' 'nonce-")


def test_a_page_that_asks_for_none_is_the_same_twice():
    pages = [policy_of(lambda request: HttpResponse("x")) for _ in range(2)]
    assert pages[0] == pages[1]


@pytest.fixture
def photo():
    name = default_storage.save("2022/foto.jpg", ContentFile(b"\xff\xd8 a photo"))
    yield default_storage.url(name)
    default_storage.delete(name)


def test_a_rendition_is_served_with_a_limited_life(client, photo):
    response = client.get(photo)
    assert b"".join(response.streaming_content) == b"\xff\xd8 a photo"
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == "public, max-age=300"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.cookies == {}


@pytest.mark.parametrize(
    "path", ["/media/", "/media/2022/", "/media/../private/a.jpg", "/media/%2e%2e/private/a.jpg"]
)
def test_no_address_leads_to_a_folder_or_an_original(db, client, photo, path):
    storages["private"].save("a.jpg", ContentFile(b"an original"))
    assert client.get(path).status_code == 404


def test_an_original_has_no_address_and_one_reader():
    name = storages["private"].save("b.jpg", ContentFile(b"an original"))
    with pytest.raises(ValueError, match="has no address"):
        storages["private"].url(name)
    assert (settings.PRIVATE_ROOT / name).stat().st_mode & 0o777 == 0o600
