"""What the desk's pages of partnerships print."""

from django import template

from partnerships import people
from partnerships.admin import cells, training_list

register = template.Library()
register.filter("due", cells.due)
register.filter("pace_words", cells.pace_words)
register.filter("nip_groups", people.nip_groups)
register.filter("training_chip", training_list.chip)
register.filter("training_days", training_list.days_of)
