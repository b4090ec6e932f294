"""All pictures at once, on all processors. Free of Django: fresh processes import this module."""

import multiprocessing
import os
import zlib
from concurrent.futures import ProcessPoolExecutor

from newsroom.demo.drawing import draw


def paint(name):
    return draw(name, zlib.crc32(name.encode()))


def paint_all(names):
    """Yield (name, JPEG) for each name, in order."""
    # Not forked: a forked process would share this one's database connection.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(os.cpu_count() or 1, 8), mp_context=context) as pool:
        yield from zip(names, pool.map(paint, names), strict=True)
