from .article import Article
from .front import DailyViews, HomeSlot, HourlyViews, Page
from .links import ArticleRegion, ArticleTag, BodyPhoto, Credit, GalleryItem, RelatedStory
from .notes import Note
from .photo import Photo
from .record import Correction, RetractionGround, StatusChange, Version
from .sharing import ShareLink, ShareOpening
from .taxonomy import Region, Section, Tag
from .waiting import ReplyRequest, RetractionRequest, ScheduleReceipt
from .working import Presence, WorkingCopy

__all__ = [
    "Article",
    "ArticleRegion",
    "ArticleTag",
    "BodyPhoto",
    "Correction",
    "Credit",
    "DailyViews",
    "GalleryItem",
    "HomeSlot",
    "HourlyViews",
    "Note",
    "Page",
    "Photo",
    "Presence",
    "Region",
    "RelatedStory",
    "ReplyRequest",
    "RetractionGround",
    "RetractionRequest",
    "ScheduleReceipt",
    "Section",
    "ShareLink",
    "ShareOpening",
    "StatusChange",
    "Tag",
    "Version",
    "WorkingCopy",
]
