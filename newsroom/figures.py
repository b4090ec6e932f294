"""Numbers of the desk's pages that lead to the list that they count."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from partnerships.models import Activity, Agreement, Training


@dataclass(frozen=True)
class Figure:
    """`state` gives it its colour; “late” for what should have been done."""

    label: str
    number: int
    url: str
    state: str = ""


def list_of(model, **query):
    """Address of the model's list, narrowed by `query`."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    return f"{reverse(name)}?{urlencode(query)}" if query else reverse(name)


class Links:
    """Addresses of lists that are narrowed as the page of `scope` is."""

    def __init__(self, scope):
        self.scope = scope

    def agreements(self, **more):
        return list_of(Agreement, **self.scope.query(**more))

    def activities(self, **more):
        return list_of(Activity, **self.scope.query(**more))

    def trainings(self, **more):
        return list_of(Training, **self.scope.query(**more))

    def deliveries(self, kind):
        page = reverse("admin:deliveries", args=[kind])
        query = self.scope.query()
        return f"{page}?{urlencode(query)}" if query else page
