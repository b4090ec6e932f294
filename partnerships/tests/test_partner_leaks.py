"""What a partner's page never shows: something of each kind that could leak, in one agreement."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.tests.factories import make_article
from partnerships.models import Activity, Agreement, Contact, Evaluation, Obligation
from partnerships.tests.factories import (
    make_agreement,
    make_amendment,
    make_claim,
    make_document,
    make_held,
    make_line,
    make_paper,
    make_participant,
    make_training,
)
from partnerships.tests.test_counting import story_of
from partnerships.tests.test_partner_page import agreement, text_of

__all__ = ["agreement"]  # a fixture
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
DAY = timedelta(days=1)


def test_nothing_leaks_that_is_not_the_partners(agreement):
    officer = agreement.owner
    officer.first_name, officer.byline = "Nama", "Petugas Rahasia"
    officer.save()
    Agreement.objects.filter(pk=agreement.pk).update(value=987654321, order_reference="SPK-RAHASIA")
    partner = agreement.parties.get(order=2).organization
    partner.note = "Catatan instansi"
    partner.save()
    line = make_line(agreement, unit_price=1234567, quota_total=5)
    make_amendment(agreement, timezone.localdate(), value="876543210")
    make_amendment(agreement, timezone.localdate(), line=line, unit_price="2345678")
    Contact.objects.create(
        organization=partner, name="Kontak Rahasia", phone="+62811111111", email="rahasia@a.id",
        nip="198001152005011002",
    )  # fmt: skip
    Activity.objects.create(
        organization=partner, agreement=agreement, kind="visit", summary="Ringkasan rahasia",
        next_step="Langkah rahasia", next_step_on="2030-01-02", owner=officer,
    )  # fmt: skip
    Evaluation.objects.create(
        agreement=agreement, from_day="2026-01-01", until_day="2026-02-01",
        text="Evaluasi rahasia", by=officer,
    )  # fmt: skip
    Obligation.objects.create(agreement=agreement, side="ours", text="Kewajiban internal")
    make_document(agreement, "Dokumen internal", shared=False)
    make_paper(agreement, shared=False, facts={"number": "111/TAK-DIBAGI", "stories": []})
    make_paper(agreement, facts={"number": "222/BERHARGA", "with_values": True})
    make_paper(agreement, "evaluation", facts={"number": "333/EVALUASI"})
    make_paper(
        agreement, facts={"number": "444/DICABUT"}, revoked_at=timezone.now(),
        revoked_by=officer, revoke_reason="Alasan",
    )  # fmt: skip
    training = make_held(agreement, title="Pelatihan ASN", note="Catatan pelatihan")
    make_participant(training, "present", name="Peserta Rahasia", post_score=93)
    draft = make_article("draft", headline="Draf rahasia")
    make_claim(line, draft)
    make_claim(line, make_article("published", headline="Usulan saja"), "propose")
    make_claim(line, story_of(timezone.localdate() + 2 * DAY, headline="Masih terjadwal"))
    other = make_agreement("in_force", partner=partner, title="Kesepakatan lain")
    make_claim(make_line(other), make_article("published", headline="Berita mitra lain"))
    make_document(other, "Naskah mitra lain")
    make_paper(other, facts={"number": "555/MITRA-LAIN"})
    make_training(agreement=other, title="Pelatihan mitra lain")
    text = text_of(agreement)
    for secret in (
        "987654321", "987.654.321", "876543210", "876.543.210", "1234567", "1.234.567", "2345678",
        "2.345.678", "SPK-RAHASIA", "Catatan instansi", "Kontak Rahasia", "62811111111",
        "rahasia@a.id", "198001152005011002", "Ringkasan rahasia", "Langkah rahasia",
        "Evaluasi rahasia", "Kewajiban internal", "Dokumen internal", "TAK-DIBAGI", "BERHARGA",
        "EVALUASI", "DICABUT", "Catatan pelatihan", "Peserta Rahasia", ">93<", "Draf rahasia",
        "Usulan saja", "Masih terjadwal", "Kesepakatan lain", "Berita mitra lain",
        "Naskah mitra lain", "MITRA-LAIN", "Pelatihan mitra lain", "Petugas Rahasia",
        officer.username, "Diskominfo", "Rp",
    ):  # fmt: skip
        assert secret not in text, secret
    assert "Pelatihan ASN" in text


def test_what_was_typed_comes_out_as_text(agreement):
    attack = "<script>alert(1)</script>"
    Agreement.objects.filter(pk=agreement.pk).update(title=attack, scope=attack)
    make_line(agreement, title=attack)
    make_training(agreement=agreement, title=attack, topic=attack)
    make_document(agreement, attack)
    agreement.parties.update(number=attack)
    text = text_of(agreement)
    assert attack not in text
    assert "&lt;script&gt;" in text
