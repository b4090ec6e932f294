from .agreement import Agreement, Party, Signatory, StateChange, Suspension
from .amendment import Amendment, AmendmentChange, AmendmentNumber
from .calendar import CalendarEvent, CalendarLink
from .deliverable import Claim, Deliverable
from .organization import Activity, Contact, Organization
from .paper import Paper
from .paper_request import PaperRequest
from .papers import Document, DocumentVersion, Evaluation, Obligation
from .partner_link import PartnerLink, PartnerOpening
from .training import (
    Attendance,
    Certificate,
    Material,
    PaperCounter,
    Participant,
    Session,
    Speaker,
    Training,
)

__all__ = [
    "Activity",
    "Agreement",
    "Amendment",
    "AmendmentChange",
    "AmendmentNumber",
    "Attendance",
    "CalendarEvent",
    "CalendarLink",
    "Certificate",
    "Claim",
    "Contact",
    "Deliverable",
    "Document",
    "DocumentVersion",
    "Evaluation",
    "Material",
    "Obligation",
    "Organization",
    "Paper",
    "PaperCounter",
    "PaperRequest",
    "Participant",
    "PartnerLink",
    "PartnerOpening",
    "Party",
    "Session",
    "Signatory",
    "Speaker",
    "StateChange",
    "Suspension",
    "Training",
]
