"""What the static pages add in demo mode: the staff, and that all of it is invented."""

from articles.models import Page
from newsroom.demo.staff import STAFF
from newsroom.roles import EDITOR, HEAD, REPORTER

TITLES = {HEAD: "Kepala biro", EDITOR: "Redaktur", REPORTER: "Pewarta"}
NOTICE = (
    "<h2>Ini ruang redaksi peragaan</h2>\n<p>Laman yang sedang Anda baca dijalankan dalam mode "
    "peragaan. Orang, kutipan, dan angka dalam berita-beritanya rekaan, dan gambarnya dilukis oleh "
    "program komputer. Satu-satunya pengecualian ialah berita kunjungan Pemerintah Kabupaten Batu "
    "Bara pada 28 Juni 2022, yang menuturkan kembali peristiwa yang sungguh terjadi.</p>"
)


def write_pages():
    """Add the notice to /tentang/, and the invented names to /redaksi/."""
    about = Page.objects.filter(slug="tentang").first()
    if about:
        about.body = f"{NOTICE}\n{about.body}"
        about.save()
    masthead = Page.objects.filter(slug="redaksi").first()
    if masthead:
        masthead.body += f"\n<h2>Susunan redaksi (rekaan)</h2>\n{_names()}"
        masthead.save()


def _names():
    people = sorted((p for p in STAFF if p[1] in TITLES), key=lambda p: list(TITLES).index(p[1]))
    lines = []
    for _user, role, byline, _initials, slug, bio in people:
        name = f'<a href="/penulis/{slug}/">{byline}</a>' if slug else byline
        lines.append(f"<li><strong>{name}</strong>. {bio or TITLES[role] + '.'}</li>")
    return f"<ul>{''.join(lines)}</ul>"
