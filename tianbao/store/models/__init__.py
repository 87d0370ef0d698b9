"""The tables of a store: what arrived, what was read of it, who did what."""

from tianbao.store.models.base import Base
from tianbao.store.models.documents import (
    ARRIVED,
    DONE,
    STATES,
    Arrival,
    Document,
    Message,
    Refusal,
)
from tianbao.store.models.people import Attempt, Audit, Idempotency, Setting, Token, User
from tianbao.store.models.submissions import (
    Application,
    Content,
    Finding,
    Gram,
    Revision,
    Ruling,
    Submission,
)

__all__ = [
    "ARRIVED",
    "DONE",
    "STATES",
    "Application",
    "Arrival",
    "Attempt",
    "Audit",
    "Base",
    "Content",
    "Document",
    "Finding",
    "Gram",
    "Idempotency",
    "Message",
    "Refusal",
    "Revision",
    "Ruling",
    "Setting",
    "Submission",
    "Token",
    "User",
]
