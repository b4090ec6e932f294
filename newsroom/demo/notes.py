"""What the people of the demo write to each other about stories, and what they have read of it."""

from datetime import timedelta

from articles import notes
from newsroom.demo.clock import clock_at
from newsroom.models import Notice

# (story, minutes ago, who, text, mentioned); an answer follows the note that it answers.
NOTES = [
    ("antre-air-bersih", 4, "redaktur",
     "Tahap kedua 310 rumah: kapan mulai, dan siapa yang menyebut angkanya? Mohon satu kalimat "
     "dengan sumber sebelum saya terbitkan.", ()),
    ("antre-air-bersih", 2, "pewarta",
     "Awal bulan depan, kata kepala unit layanan. Silakan ditambahkan di paragraf terakhir.", ()),
    ("harga-tbs", 12, "redaktur",
     "Rp2.860 dari dinas atau dari papan pabrik? Pak Bernard, pekan lalu ada pembaca yang "
     "menanyakan hal serupa: boleh dilihat sebentar?", ("kepala",)),
]  # fmt: skip
FRESH = timedelta(hours=3)


def talk(people, articles, now):
    """Write the notes above; what happened before the last hours counts as read."""
    Notice.objects.filter(at__lt=now - FRESH).update(read_at=now)
    first = {}
    for story, minutes, who, text, mentioned in NOTES:
        with clock_at(now - timedelta(minutes=minutes)):
            note = notes.write(
                articles[story],
                by=people[who],
                text=text,
                thread=first.get(story),
                mentions={people[name].pk for name in mentioned},
            )
        first.setdefault(story, note.pk)
