from .agreement import (
    Agreement,
    Amendment,
    AmendmentChange,
    AmendmentNumber,
    Document,
    DocumentVersion,
    Evaluation,
    Obligation,
    Party,
    Signatory,
    StateChange,
    Suspension,
)
from .deliverable import Claim, Deliverable
from .organization import Activity, Contact, Organization

__all__ = [
    "Activity",
    "Agreement",
    "Amendment",
    "AmendmentChange",
    "AmendmentNumber",
    "Claim",
    "Contact",
    "Deliverable",
    "Document",
    "DocumentVersion",
    "Evaluation",
    "Obligation",
    "Organization",
    "Party",
    "Signatory",
    "StateChange",
    "Suspension",
]
