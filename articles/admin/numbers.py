"""Numbers as a form or an address sends them. Whatever is none is left out, never guessed."""

import re


def as_number(text):
    """`text` as a whole number that a primary key can be, or None."""
    # Not int() alone: it takes “²”-like digits for none, and five thousand of them for an error.
    return int(text) if re.fullmatch("[0-9]{1,18}", text or "") else None


class ChosenByNumber:
    """For an admin with actions: rows are chosen by their numbers, and by nothing else.

    Django hands what was sent to the database as it is, which answers with an error.
    """

    def changelist_view(self, request, extra_context=None):
        if request.method == "POST":
            request.POST = request.POST.copy()
            sent = request.POST.getlist("_selected_action")
            chosen = [text for text in sent if as_number(text) is not None]
            request.POST.setlist("_selected_action", chosen)
        return super().changelist_view(request, extra_context)


class OwnFilters:
    """A list is narrowed by the filters beside it alone.

    Django lets an address name any other field as well, links to stories among them: the list of
    topics would then tell those of a colleague's draft.
    """

    def lookup_allowed(self, lookup, value, request=None):
        filters = self.get_list_filter(request)
        fields = [each if isinstance(each, str) else each[0] for each in filters]
        return lookup in {
            f"{field}__{end}" for field in fields for end in ("exact", "isnull", "id__exact")
        }
