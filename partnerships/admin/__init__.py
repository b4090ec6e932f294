"""The desk's pages for organizations, contacts and activities, agreements and trainings."""

from partnerships.admin import activity, agreement, contact, organization, training

__all__ = ["activity", "agreement", "contact", "organization", "training"]
