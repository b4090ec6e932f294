from .agreement import Agreement, Party, Signatory, StateChange, Suspension
from .amendment import Amendment, AmendmentChange, AmendmentNumber
from .deliverable import Claim, Deliverable
from .organization import Activity, Contact, Organization
from .paper import Paper
from .papers import Document, DocumentVersion, Evaluation, Obligation
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
    "Participant",
    "Party",
    "Session",
    "Signatory",
    "Speaker",
    "StateChange",
    "Suspension",
    "Training",
]
