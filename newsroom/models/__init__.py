from .notices import Event, Notice, NoticeChoice
from .user import User

__all__ = ["Event", "Notice", "NoticeChoice", "User"]
