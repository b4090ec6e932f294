"""What a public rendition says of itself: credit, copyright and licence, and nothing else.

In EXIF, which every program reads, and in XMP, which agencies and search engines read. Place,
device and owner of the original never come near it: the notes are written anew from the library.
"""

import hashlib
from xml.sax.saxutils import escape

from PIL import ExifTags, Image

# The fields of a photo that its renditions carry: changing one makes them due again.
MARKED = ("credit", "byline", "copyright", "licence_url")

_XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
    'xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/">'
    "{properties}</rdf:Description></rdf:RDF></x:xmpmeta>"
    '<?xpacket end="r"?>'
)
_PROPERTIES = [
    ("credit", "<photoshop:Credit>{}</photoshop:Credit>"),
    ("creator", "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>"),
    (
        "copyright",
        '<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:rights>'
        "<xmpRights:Marked>True</xmpRights:Marked>",
    ),
    ("licence", "<xmpRights:WebStatement>{}</xmpRights:WebStatement>"),
]


def notes(photo):
    """{"exif": bytes, "xmp": bytes} for Pillow's save(); {} of a photo without a credit."""
    says = _says(photo)
    if not says:
        return {}
    exif = Image.Exif()
    # As bytes: Pillow would write each letter outside ASCII as a question mark.
    if creator := says.get("creator") or says.get("credit"):
        exif[ExifTags.Base.Artist] = creator.encode()
    if owner := says.get("copyright"):
        exif[ExifTags.Base.Copyright] = owner.encode()
    properties = "".join(
        form.format(escape(says[name])) for name, form in _PROPERTIES if name in says
    )
    return {"exif": exif.tobytes(), "xmp": _XMP.format(properties=properties).encode()}


def mark(photo):
    """A short name of what the notes say: a rendition with another one is made again."""
    says = _says(photo)
    return hashlib.sha256(repr(sorted(says.items())).encode()).hexdigest()[:12] if says else ""


def _says(photo):
    says = {
        "credit": photo.credit,
        "creator": photo.byline,
        "copyright": photo.copyright or (f"© {photo.credit}" if photo.credit else ""),
        "licence": photo.licence_url,
    }
    return {name: text for name, text in says.items() if text}
