"""System checks for what a server must have, beyond Django's own `check --deploy`."""
