"""Pictures for the demo newsroom, painted by program so that nobody's rights are touched.

`draw(name, seed)` gives a JPEG of 1600 x 1067; the same name and seed always give the same bytes.
The captions that go with the pictures are in newsroom/demo/stories/photos.toml.
"""

from newsroom.demo.drawing.canvas import Canvas
from newsroom.demo.drawing.catalogue import PICTURES


def draw(name, seed):
    """The JPEG of that picture as bytes. KeyError for a name that PICTURES does not have."""
    scene, palette = PICTURES[name]
    canvas = Canvas(seed)
    scene(canvas, **palette)
    return canvas.finish()
