"""Whether two addresses belong to one house. Pure but for the list of public mail providers, read once."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

_PUBLIC = Path(__file__).parent / "data" / "public_mail_domains.txt"


@lru_cache(maxsize=1)
def public_domains() -> frozenset[str]:
    """Domains of providers where anyone can have an address."""
    lines = _PUBLIC.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def of_address(email: str | None) -> str:
    """The domain of an e-mail address, in small letters; empty for none and for public providers."""
    domain = (email or "").rpartition("@")[2].strip().rstrip(".").lower()
    return "" if domain in public_domains() or "." not in domain else domain


def of_website(url: str | None) -> str:
    """The host of a website without `www.`, in small letters; empty where there is none."""
    text = (url or "").strip()
    if not text:
        return ""
    try:
        host = (urlsplit(text if "//" in text else f"//{text}").hostname or "").rstrip(".").removeprefix("www.")
    except ValueError:
        return ""
    return "" if host in public_domains() or "." not in host else host


def same_house(a: str, b: str) -> bool:
    """The same domain, or one under the other (`lab.works.example` and `works.example`)."""
    return bool(a and b) and (a == b or a.endswith(f".{b}") or b.endswith(f".{a}"))


def shared(domain: str, others: Iterable[str]) -> str:
    """The first of the other domains that is of the same house; empty where none is."""
    return next((other for other in sorted(set(others)) if same_house(domain, other)), "")
