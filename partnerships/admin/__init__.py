"""The desk's pages for organizations, their contacts and activities, and for agreements."""

from partnerships.admin import activity, agreement, contact, organization

__all__ = ["activity", "agreement", "contact", "organization"]
