"""What the sheets of partners and agreements hold: columns by permission, rows in few queries."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.dates import bureau_time
from articles.http import absolute
from partnerships import terms, usage
from partnerships.admin import access
from partnerships.admin.working_file import PHASES, VERDICTS
from partnerships.models import Claim, Contact
from partnerships.sheets import Column
from partnerships.standing import as_they_stood
from partnerships.tree import full_name

AT_ONCE = 500  # rows that are read together


@dataclass(frozen=True)
class Sheet:
    """`columns(user, source)` and `rows(user, source)`; the source is a list or one object."""

    name: str  # of the file
    title: str
    columns: Callable
    rows: Callable
    logged_as: type | None = None  # the model under which the log notes who took personal data

    @property
    def is_personal(self):
        return self.logged_as is not None


def read(_user, found):
    return found.iterator(chunk_size=AT_ONCE)


def day_of(moment):
    return bureau_time(moment).date() if moment else None


# --- organizations and people ----------------------------------------------------------------


def _organization_columns(_user, _found):
    return [
        Column(_("name"), lambda row: row.name, width=44),
        Column(_("short name"), lambda row: row.short_name),
        Column(_("kind"), lambda row: row.get_kind_display()),
        Column(_("belongs to"), lambda row: row.parent and row.parent.name, width=40),
        Column(_("region"), lambda row: row.region and row.region.name),
        Column(_("other names"), lambda row: ", ".join(map(str, row.aliases))),
        Column(_("agreements running"), lambda row: row.running_agreements, "number"),
        Column(_("last activity"), lambda row: row.last_at, "moment"),
        Column(_("next step"), lambda row: row.step_text, width=40),
        Column(pgettext_lazy("day", "by"), lambda row: row.step_on, "day"),
    ]


def _contact_columns(_user, _found):
    return [
        Column(_("name"), lambda row: row.name, width=30),
        Column(_("acting"), lambda row: row.acting and row.get_acting_display(), width=10),
        Column(pgettext_lazy("position", "title"), lambda row: row.title, width=36),
        Column(_("organization"), lambda row: full_name(row.organization), width=44),
        Column("NIP", lambda row: row.nip),
        Column(_("phone"), lambda row: row.phone, width=18),
        Column(_("e-mail"), lambda row: row.email, width=30),
        Column(_("from"), lambda row: row.valid_from, "day"),
        Column(_("until"), lambda row: row.valid_until, "day"),
    ]


def _activity_columns(user, _found):
    theirs = Column(_("from their side"), lambda row: row.their_people, width=40)
    return [
        Column(_("when"), lambda row: row.at, "moment"),
        Column(_("kind"), lambda row: row.get_kind_display(), width=14),
        Column(_("organization"), lambda row: row.organization.name, width=40),
        Column(_("agreement"), lambda row: row.agreement and row.agreement.title, width=40),
        Column(pgettext_lazy("location", "place"), lambda row: row.place),
        Column(_("from our side"), lambda row: ", ".join(map(str, row.our_people.all()))),
        # Names of their people are personal data.
        *([theirs] if user.has_perm("partnerships.view_contact") else []),
        Column(_("what was said"), lambda row: row.summary, width=60),
        Column(_("next step"), lambda row: row.next_step, width=40),
        Column(pgettext_lazy("day", "by"), lambda row: row.next_step_on, "day"),
        Column(_("done"), lambda row: row.next_step_done_at, "moment"),
        Column(_("who follows up"), lambda row: str(row.owner)),
    ]


def _activity_rows(_user, found):
    return found.prefetch_related("our_people").iterator(chunk_size=AT_ONCE)


# --- agreements ------------------------------------------------------------------------------


def _partners(agreement):
    return [p for p in agreement.parties.all() if p.organization.kind != "own"]


def _numbers(agreement, *, ours):
    found = [p.number for p in agreement.parties.all() if (p.organization.kind == "own") == ours]
    return "; ".join(filter(None, found))


def _agreement_columns(user, _found):
    columns = [
        Column(_("state"), lambda row: row.get_state_display()),
        Column(_("phase"), lambda row: PHASES[row.phase], width=16),
        Column(_("title"), lambda row: row.title, width=60),
        Column(_("type"), lambda row: row.type and row.get_type_display(), width=30),
        Column(
            _("partner"),
            lambda row: "; ".join(p.organization.name for p in _partners(row)),
            width=44,
        ),
        Column(_("first day"), lambda row: row.starts_on, "day"),
        Column(_("last day"), lambda row: row.term_ends_on, "day"),
        Column(_("signed on"), lambda row: row.signed_on, "day"),
    ]
    if access.reads_file(user):
        columns += _file_columns()
    if access.sees_values(user):
        columns.append(Column(_("value (Rp)"), lambda row: row.value_then, "money"))
    return columns


def _file_columns():
    return [
        Column(_("our number"), lambda row: _numbers(row, ours=True)),
        Column(_("the partner's number"), lambda row: _numbers(row, ours=False)),
        Column(_("stands under"), lambda row: row.umbrella and row.umbrella.title, width=40),
        Column(_("officer"), lambda row: str(row.owner)),
        Column(_("delivered"), lambda row: row.total.used, "number"),
        Column(_("promised"), lambda row: row.total.quota, "number"),
        Column(_("delivered (%)"), lambda row: _share(row), "percent"),
        Column(
            _("time gone (%)"), lambda row: row.total.pace and row.total.pace.elapsed, "percent"
        ),
        Column(_("pace"), lambda row: row.total.pace and VERDICTS[row.total.pace.verdict]),
        Column(
            _("stories a week to finish"),
            lambda row: row.total.pace and row.total.pace.needed_per_week,
            "decimal",
        ),
    ]


def _share(agreement):
    total = agreement.total
    return total.used / total.quota if total.quota else None


def _agreement_rows(user, found):
    """As they stood on the list's day, with what is used of each and the value as amended.

    Four queries for every AT_ONCE rows.
    """
    if not access.reads_file(user):
        yield from read(user, found)
        return
    rows = read(user, found.select_related("owner", "umbrella"))
    while batch := as_they_stood(islice(rows, AT_ONCE)):
        day = batch[0].listed_on
        totals = usage.usage_totals(batch, as_of=day)
        changes = terms.signed_changes([row.pk for row in batch])
        for row in batch:
            row.total = totals[row.pk]
            row.value_then = terms.apply_changes(row, [], changes.get(row.pk, ()), day).value
            yield row


def _claim_columns(user, _agreement):
    columns = [
        Column(_("when"), lambda row: row.at, "moment"),
        Column(_("entry"), lambda row: row.get_entry_display(), width=14),
        Column(_("line"), lambda row: row.deliverable.title, width=36),
        Column(_("kind"), lambda row: row.deliverable.get_kind_display()),
        Column(_("story or session"), lambda row: str(row.article or row.session), width=60),
        Column(_("day that counts"), _counted_day, "day"),
        Column(_("label"), lambda row: row.article and row.article.label),
        Column(_("address"), _address, width=50),
        Column(_("by whom"), lambda row: str(row.by)),
        Column(_("note"), lambda row: row.note, width=40),
    ]
    if access.sees_values(user):
        price = Column(_("unit price (Rp)"), lambda row: row.deliverable.unit_price, "money")
        columns.append(price)
    return columns


def _counted_day(claim):
    return day_of(claim.article.first_published_at if claim.article else claim.session.starts_at)


def _address(claim):
    public = claim.article and claim.article.is_public()
    return absolute(claim.article.get_absolute_url()) if public else None


def _claim_rows(user, agreement):
    rows = Claim.objects.filter(deliverable__agreement=agreement).order_by("id")
    return read(user, rows.select_related("deliverable", "article", "session", "by"))


ORGANIZATIONS = Sheet("instansi", _("organizations"), _organization_columns, read)
CONTACTS = Sheet("kontak", _("contacts"), _contact_columns, read, logged_as=Contact)
ACTIVITIES = Sheet("kegiatan", _("activities"), _activity_columns, _activity_rows)
AGREEMENTS = Sheet("kesepakatan", _("agreements"), _agreement_columns, _agreement_rows)
CLAIMS = Sheet("klaim", _("claims"), _claim_columns, _claim_rows)
