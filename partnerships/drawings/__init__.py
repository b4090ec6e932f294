"""Pictures drawn on the server: plain rows in, a Drawing out, which `{% drawing %}` prints.

Nothing here asks the database or knows the desk. Each drawing says the same thing four times: as a
sentence, as shapes, as words on each shape, and as a table.
"""

from partnerships.drawings.burn import burn_down
from partnerships.drawings.calendar import Term, terms
from partnerships.drawings.figure import Drawing
from partnerships.drawings.output import DayCount, days
from partnerships.drawings.progress import MonthProgress, progress_months
from partnerships.drawings.states import Bar, pipeline
from partnerships.drawings.tile_map import RegionTile, regions

__all__ = [
    "Bar",
    "DayCount",
    "Drawing",
    "MonthProgress",
    "RegionTile",
    "Term",
    "burn_down",
    "days",
    "pipeline",
    "progress_months",
    "regions",
    "terms",
]
