"""How tests read a drawing: as the browser's parser would, and as numbers."""

import re
from xml.etree import ElementTree

from django.template import Context, Template

SVG = "{http://www.w3.org/2000/svg}"


def markup(thing, **options):
    """What `{% drawing thing %}` prints."""
    words = "".join(f" {name}={value}" for name, value in options.items())
    return Template("{% load drawings %}{% drawing thing" + words + " %}").render(
        Context({"thing": thing})
    )


def drawn(thing):
    """The figure as a tree. That it parses at all says that nothing broke out of its place."""
    return ElementTree.fromstring(markup(thing))  # noqa: S314 - our own text


def with_class(tree, name):
    return [each for each in tree.iter() if name in each.get("class", "").split()]


def text_of(element):
    """The words of an element, its <title> and <desc> left out."""
    words = element.text or ""
    for child in element:
        if child.tag not in ("title", "desc"):
            words += text_of(child)
        words += child.tail or ""
    return words


def links(tree):
    """{address: its name} of the links in the picture."""
    picture = tree.find("svg")
    return {each.get("href"): each.get("aria-label") for each in picture.iter("a")}


def table(tree):
    """[[words of each cell]] of the table's rows, and {words: address} of its links."""
    body = tree.find(".//tbody")
    rows = [[text_of(cell).strip() for cell in row] for row in body]
    return rows, {text_of(a): a.get("href") for a in body.iter("a")}


def points(tree, name):
    """[(across, down)] of a line of the plot, both from 0 to 1000."""
    found = with_class(tree, name)
    lines = [each for each in found if each.tag in ("polyline", "polygon")]
    if not lines:
        return []
    return [tuple(map(float, pair.split(","))) for pair in lines[0].get("points").split()]


def lengths(tree):
    """Every number in a geometric attribute: (element, attribute, its text)."""
    names = ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height", "dx", "dy")
    for element in tree.find("svg").iter():
        for name in names:
            if (value := element.get(name)) is not None:
                yield element, name, value


def misplaced(tree):
    """Attributes that no browser draws, and places outside of the drawing."""
    found = []
    for element, name, value in lengths(tree):
        if (
            not re.fullmatch(r"-?\d+(\.\d+)?%?", value)
            or value.endswith("%")
            and not 0 <= float(value[:-1]) <= 100
            or name in ("width", "height")
            and float(value.rstrip("%")) < 0
        ):
            found.append((element.tag, name, value))
    return found
