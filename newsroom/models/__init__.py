from .alerts import Alert, AlertChoice, AlertMail
from .notices import Event, Notice, NoticeChoice
from .user import User

__all__ = ["Alert", "AlertChoice", "AlertMail", "Event", "Notice", "NoticeChoice", "User"]
