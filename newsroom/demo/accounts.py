"""Who can sign in to the demo newsroom, in demo mode alone: see backend.py."""

DEMO_PASSWORD = "sumut-2022"  # noqa: S105  (printed on purpose: see checks.py for a public host)

ACCOUNTS = [  # (user name, role)
    ("pewarta", "reporter"),
    ("redaktur", "editor"),
    ("kemitraan", "officer"),
    ("kepala", "head"),
    ("auditor", "auditor"),
]
