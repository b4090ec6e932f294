"""The form of a training: its facts, its sessions, and who speaks at each of them."""

import hashlib
import json
from datetime import datetime

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from articles.admin.forms import PlainLabels, RowChoiceField, RowFormSet
from articles.dates import bureau_time
from partnerships import training as rules
from partnerships.admin.fields import DayInput, OrganizationField
from partnerships.models import Agreement, Session, Speaker, Training

FACTS = (
    "title", "topic", "organization", "agreement", "owner", "min_attendance", "pass_score",
    "is_public", "note",
)  # fmt: skip
STALE = gettext_lazy(
    "Somebody saved this training after you opened it. Nothing of yours is lost: it stands in the "
    "fields. Compare what is saved now below, then save once more."
)


def stamp_of(training):
    """What the form of a training holds now, as one short word: another word, another state."""
    facts = Training.objects.filter(pk=training.pk).values_list(*FACTS)
    sessions = training.sessions.order_by("pk").values_list(
        "pk", "topic", "starts_at", "ends_at", "place", "cancelled_at"
    )
    speakers = Speaker.objects.filter(session__training=training).order_by("pk")
    rows = [list(facts), list(sessions), list(speakers.values_list("pk", "user", "name", "title"))]
    return hashlib.sha256(json.dumps(rows, default=str).encode()).hexdigest()[:24]


class TrainingForm(PlainLabels, forms.ModelForm):
    """`by`, the user, is set on the class by TrainingAdmin.get_form()."""

    by = None
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Training
        fields = FACTS
        widgets = {"note": forms.Textarea({"rows": 3})}
        help_texts = {
            "is_public": gettext_lazy(
                "Once it was held. Under an agreement that readers do not see, it stays hidden."
            )
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.current = None  # the training as it is now, where this form came too late
        if self.instance.pk:
            self.initial["stamp"] = stamp_of(self.instance)
        self.fields["organization"] = OrganizationField()
        self.fields["organization"].label = capfirst(_("for which organization"))
        self.fields["agreement"] = self._agreements()
        self.fields["owner"] = self._owners()

    def _agreements(self):
        """Those that go on, and the one that is chosen already."""
        visible = Agreement.objects.visible_to(self.by)
        rows = visible.open() | visible.filter(pk=self.instance.agreement_id)
        field = RowChoiceField(
            rows.distinct().order_by("title"), required=False, label=gettext_lazy("Agreement")
        )
        field.choices = [("", _("(none)")), *((pk, str(row)) for pk, row in field.rows.items())]
        return field

    def _owners(self):
        users = get_user_model().objects
        keepers = users.filter(is_active=True, groups__name__in=["officer", "head"])
        kept = [self.instance.owner_id, self.by.pk]
        rows = (keepers | users.filter(pk__in=kept)).distinct().order_by("byline", "username")
        field = RowChoiceField(rows, label=gettext_lazy("Officer"))
        field.choices = [(pk, str(row)) for pk, row in field.rows.items()]
        return field

    def clean(self):
        super().clean()
        if self.instance.pk:
            now = Training.objects.select_for_update().get(pk=self.instance.pk)
            stamp = stamp_of(now)
            if self.cleaned_data.get("stamp") != stamp:
                self.current = now
                # The next save is against what the page shows from now on.
                self.data = self.data.copy()
                self.data["stamp"] = stamp
                self.add_error(None, str(STALE))
            try:
                rules.check_training_edit(now, self.changed_data)
            except rules.TrainingNotAllowed as refusal:
                for name, sentence in refusal.problems:
                    self.add_error(name, sentence)
        return self.cleaned_data

    def differences(self):
        """[(label, what is saved now)]: the facts that were typed differently, and the sessions."""
        if self.current is None:
            return []
        found = []
        for name in FACTS:
            column = Training._meta.get_field(name).attname
            if self.fields[name].has_changed(getattr(self.current, column), self[name].data):
                value = getattr(self.current, name)
                if isinstance(value, bool):
                    value = _("yes") if value else _("no")
                found.append((self.fields[name].label, "" if value is None else value))
        sessions = ", ".join(
            f"{session} ({bureau_time(session.starts_at):%Y-%m-%d %H:%M})"
            for session in self.current.sessions.all()
        )
        return [*found, (_("sessions"), sessions)]


class StaffChoice(RowChoiceField):
    """The bureau's people, loaded once for all the rows of a page."""

    def __init__(self, chosen=()):
        users = get_user_model().objects.order_by("byline", "username")
        rows = users.filter(is_staff=True, is_active=True) | users.filter(pk__in=chosen)
        super().__init__(rows.distinct(), required=False, label=gettext_lazy("Staff"))
        names = [(pk, str(user)) for pk, user in self.rows.items()]
        self.choices = [("", gettext_lazy("outside name")), *names]


class SpeakerForm(PlainLabels, forms.ModelForm):
    class Meta:
        model = Speaker
        fields = ["user", "name", "title"]


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class SessionForm(PlainLabels, forms.ModelForm):
    """One session as people say it: a day, from and to, in the bureau's zone; with its speakers.

    `staff`, a StaffChoice, is set on the class by session_formset().
    """

    staff = None
    day = forms.DateField(label=gettext_lazy("Day"), widget=DayInput)
    begins = forms.TimeField(label=pgettext_lazy("moment", "from"), widget=TimeInput)
    ends = forms.TimeField(label=pgettext_lazy("moment", "to"), widget=TimeInput)

    class Meta:
        model = Session
        fields = ["topic", "place"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        session = self.instance
        if session.pk:
            first, last = (
                bureau_time(at).replace(second=0, microsecond=0)
                for at in (session.starts_at, session.ends_at)
            )
            self.initial |= {"day": first.date(), "begins": first.time(), "ends": last.time()}
        self.order_fields(["topic", "day", "begins", "ends", "place"])
        self.speakers = _speaker_rows(self.staff)(
            self.data if self.is_bound else None,
            instance=session,
            prefix=f"{self.prefix}-speakers",
        )
        if "speakers" in getattr(session, "_prefetched_objects_cache", {}):
            # Loaded for all sessions at once (SessionInline): not asked for session by session.
            self.speakers._queryset = session.speakers.all()

    def has_changed(self):
        return super().has_changed() or (self.is_bound and self.speakers.has_changed())

    def is_valid(self):
        return super().is_valid() and (not self.has_changed() or self.speakers.is_valid())

    def clean(self):
        values = super().clean()
        typed = {"day", "begins", "ends"}
        if typed <= values.keys() and (typed & set(self.changed_data) or not self.instance.pk):
            zone = timezone.get_default_timezone()
            starts_at, ends_at = (
                datetime.combine(values["day"], values[name], zone) for name in ("begins", "ends")
            )
            if not 1945 <= values["day"].year <= 2100:
                self.add_error("day", _("Look at the year: it cannot be right."))
            elif ends_at <= starts_at:
                self.add_error("ends", _("The session ends before it begins."))
            else:
                self._check_rules(starts_at, ends_at)
        elif self.instance.pk:
            self._check_rules(self.instance.starts_at, self.instance.ends_at)
        if self.is_bound and self.has_changed() and not self.speakers.is_valid():
            raise ValidationError(_("Look at the speakers."))
        return values

    def _check_rules(self, starts_at, ends_at):
        session = self.instance
        times = {"starts_at": starts_at, "ends_at": ends_at}
        changed = {name for name, value in times.items() if getattr(session, name) != value}
        changed |= {"topic", "place"} & set(self.changed_data)
        session.starts_at, session.ends_at = starts_at, ends_at
        try:
            # Of a new training nothing counts yet.
            if session.training_id and (changed or not session.pk):
                rules.check_session_edit(session, changed)
        except rules.TrainingNotAllowed as refusal:
            for name, sentence in refusal.problems:
                self.add_error({"starts_at": "day", "ends_at": "ends"}.get(name), sentence)

    def save(self, commit=True):
        session = super().save(commit)
        if commit:
            self.save_speakers(session)
        return session

    def save_speakers(self, session):
        self.speakers.instance = session
        for order, form in enumerate(self.speakers.forms):
            form.instance.order = order
        self.speakers.save()


def _speaker_rows(staff):
    form = type("SpeakerForm", (SpeakerForm,), {"user": staff})
    return forms.inlineformset_factory(
        Session, Speaker, form, formset=RowFormSet, extra=1, can_delete=True
    )


class SessionRows(RowFormSet):
    """Sessions that go on; what was called off stays as it is and is shown beside them."""

    def clean(self):
        super().clean()
        whole = self.deleted_forms and self.instance.pk and rules.counted_whole(self.instance)
        for form in self.deleted_forms:
            session = form.instance
            if session.pk and (whole or session.attendance.exists() or session.claims.exists()):
                sentence = _("“%(session)s” has attendance or counts for a line, so it stays.")
                raise ValidationError(sentence % {"session": session})
