"""Read the environment so that a wrong value stops the start and says which one it was."""

import re
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

NOTSET = environ.Env.NOTSET
YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}


class Environment(environ.Env):
    """django-environ, but strict: blank means unset, and every refusal names its variable.

    `names` collects what has been read, so that the settings can refuse what nobody reads.
    """

    def __init__(self, env_file=None):
        super().__init__()
        self.names = set()
        self.names_in_file = set()
        if env_file and Path(env_file).exists():
            self.names_in_file = names_in(env_file)
            self.read_env(str(env_file))

    def get_value(self, var, cast=None, default=NOTSET, parse_default=False):
        self.names.add(var)
        raw = self.ENVIRON.get(var, "").strip()
        if raw:
            return self._parsed(var, raw, cast)
        if default is NOTSET:
            raise ImproperlyConfigured(f"{var} is not set; .env.example says what it is for.")
        return self._parsed(var, default, cast) if parse_default and default else default

    def _parsed(self, var, raw, cast):
        try:
            return self.parse_value(raw, cast)
        except ValueError as reason:
            # The value itself may be a secret: only casts of ours repeat it in their reason.
            raise ImproperlyConfigured(f"{var} is malformed: {reason}") from None

    def bool(self, var, default=NOTSET):
        return self.get_value(var, cast=strict_bool, default=default)

    def list(self, var, default=NOTSET):
        return self.get_value(var, cast=comma_separated, default=default)

    def number(self, var, default=NOTSET, low=0, high=None):
        value = self.get_value(var, cast=strict_int, default=default)
        if value < low or (high is not None and value > high):
            limits = f"at least {low}" if high is None else f"from {low} to {high}"
            raise ImproperlyConfigured(f"{var} is malformed: {value} is not {limits}")
        return value

    def one_of(self, var, choices, default):
        value = self.get_value(var, default=default)
        if value not in choices:
            raise ImproperlyConfigured(f"{var}: {value!r} is not one of {', '.join(choices)}")
        return value

    def service(self, var, default, schemes):
        """The configuration behind a URL such as DATABASE_URL, if its scheme is one of ours."""
        read = {"DATABASE_URL": self.db, "CACHE_URL": self.cache, "EMAIL_URL": self.email}[var]
        scheme = self.get_value(var, default=default).partition(":")[0]
        if scheme not in schemes:
            raise ImproperlyConfigured(f"{var} must start with one of: {', '.join(schemes)}")
        try:
            return read(var, default=default)
        except (ValueError, KeyError):
            raise ImproperlyConfigured(f"{var} is not a well-formed address") from None

    def refuse_unknown(self, prefix):
        """Stop at a variable that nobody reads: most likely a misspelt one."""
        ours = {name for name in self.ENVIRON if name.startswith(prefix)}
        unknown = sorted((self.names_in_file | ours) - self.names)
        if unknown:
            raise ImproperlyConfigured(
                f"Unknown variable: {', '.join(unknown)}. The known ones are in .env.example."
            )


def names_in(env_file):
    """The names that a .env file sets; a line that sets nothing is refused by its number."""
    names = set()
    for number, line in enumerate(Path(env_file).read_text().splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = re.match(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=", line.strip())
        if not found:
            raise ImproperlyConfigured(f"{env_file}, line {number}: expected NAME=value")
        names.add(found[1])
    return names


def strict_bool(raw):
    if raw.lower() in YES | NO:
        return raw.lower() in YES
    raise ValueError(f"{raw!r} is neither true nor false")


def strict_int(raw):
    if not re.fullmatch(r"-?[0-9]{1,12}", raw):
        raise ValueError(f"{raw!r} is not a whole number")
    return int(raw)


def comma_separated(raw):
    return [part.strip() for part in raw.split(",") if part.strip()]
