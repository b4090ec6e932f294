"""The desk's pages for stories, photos, the front page and what orders them."""

from articles.admin import article, front, photo, receipts, replies, taxonomy

__all__ = ["article", "front", "photo", "receipts", "replies", "taxonomy"]
