"""What an address or a form of the admin may name: rows by number, and filters that are there."""

from articles.numbers import as_number

__all__ = ["ChosenByNumber", "OwnFilters", "as_number"]


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
