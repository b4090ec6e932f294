"""Requests for the right of reply in the demo: one answered, one that runs out today, one refused.

All that is said here, and who says it, is invented.
"""

from datetime import timedelta

from articles import reply
from newsroom.demo.clock import clock_at

EDITOR, HEAD = "redaktur", "kepala"
HOURS_BEFORE_ANSWER = 14


def ask(people, articles, now):
    """Write the requests, each received and decided at its time."""
    _answered(people, articles["retribusi-pasar"])
    _waiting(people, articles["umkm-medan-malam"], now)
    _refused(people, articles["sawit-labura"], now)


def _answered(people, article):
    entry = article.corrections.get(kind="reply")
    received = entry.at - timedelta(hours=HOURS_BEFORE_ANSWER)
    with clock_at(received):
        request = reply.receive(
            article,
            by=people[EDITOR],
            who="Kepala unit pengelola pasar",
            organization="Pengelola pasar di Padangsidimpuan",
            contact="pengelola-pasar@example.org",
            text="Kenaikan iuran disepakati dalam musyawarah pedagang. Mohon penjelasan kami "
            "dimuat bersama beritanya.",
        )
    with clock_at(entry.at):
        reply.link(request, by=people[EDITOR], entry=entry)


def _waiting(people, article, now):
    with clock_at(max(article.first_published_at + timedelta(hours=1), now - timedelta(hours=41))):
        reply.receive(
            article,
            by=people[EDITOR],
            who="Ketua panitia bazar malam",
            organization="Panitia Bazar Malam Medan",
            contact="panitia-bazar@example.org",
            text="Angka transaksi berasal dari 84 lapak, bukan dari seluruh pengunjung. Kami "
            "meminta perbedaannya dijelaskan kepada pembaca.",
        )


def _refused(people, article, now):
    with clock_at(article.first_published_at + timedelta(hours=3)):
        request = reply.receive(
            article,
            by=people[EDITOR],
            who="Pedagang bibit di Rantauprapat",
            contact="bibit@example.org",
            text="Kami juga menjual bibit sawit dan ingin disebut dalam berita itu.",
        )
    with clock_at(min(article.first_published_at + timedelta(hours=6), now)):
        reply.refuse(
            request,
            by=people[HEAD],
            reason="Berita tidak menyebut dan tidak merugikan pemohon; hak jawab bukan iklan.",
        )
