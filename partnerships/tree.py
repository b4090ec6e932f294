"""The tree of organizations, read whole in one query: a province has hundreds, not millions."""

from collections import defaultdict

from partnerships.models import Organization


class Tree:
    def __init__(self):
        rows = Organization.objects.order_by("name").only("name", "short_name", "kind", "parent")
        self.nodes = {row.pk: row for row in rows}
        self.offices = defaultdict(list)
        for row in self.nodes.values():
            self.offices[row.parent_id].append(row)

    def above(self, pk):
        """From the root down to the parent."""
        found, seen = [], {pk}
        at = self.nodes[pk].parent_id
        while at in self.nodes and at not in seen:
            seen.add(at)
            found.insert(0, self.nodes[at])
            at = self.nodes[at].parent_id
        return found

    def below(self, pk):
        """[(depth, organization)]: everything under it, each office after the one it belongs to."""
        found, seen = [], {pk}
        waiting = [(1, row) for row in reversed(self.offices[pk])]
        while waiting:
            depth, row = waiting.pop()
            if row.pk in seen:
                continue
            seen.add(row.pk)
            found.append((depth, row))
            waiting += [(depth + 1, each) for each in reversed(self.offices[row.pk])]
        return found

    def choices(self, leave_out=()):
        """[(pk, label)] in the order of the tree: every government with its offices after it."""
        roots = [row for row in self.nodes.values() if row.parent_id not in self.nodes]
        rows = []
        for root in roots:
            rows += [(0, root), *self.below(root.pk)]
        return [
            (row.pk, f"{'– ' * depth}{full_name(row)}")
            for depth, row in rows
            if row.pk not in leave_out
        ]


def full_name(organization):
    """“Dinas Komunikasi dan Informatika (Diskominfo)”: the short name alone names many offices."""
    short = organization.short_name
    return f"{organization.name} ({short})" if short else organization.name
