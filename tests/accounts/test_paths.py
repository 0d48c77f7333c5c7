"""Going on only to one's own pages."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.paths import safe_next

HERE = "https://musubi.example/sign-in"
PIECES = ["/", "\\", "//", "http:", "https:", "javascript:", "@", "evil.example", "\t", "\n", "\r", "%2f", "%5c", "%09", "?", "#", ".", "..",
          ":", " ", "\u3002", "\u200b", "\u2028", "a", "work", "data:", "%", "%00", ";", "[", "]"]


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "http://evil.example", "https:evil.example",
     "///evil.example", "javascript:alert(1)", "/%2f/evil.example", "/%5cevil.example", "/%09/evil.example", "/\n//evil.example",
     "evil.example", "", None, " /work", "/work\x00", "//[", "/" + "a" * 3000, "/%2F%2Fevil.example", "/\u200b/evil.example"],
)
def test_foreign_targets_are_refused(target):
    assert safe_next(target, "/default") == "/default"


@pytest.mark.parametrize("target", ["/", "/work", "/organisations?q=%E6%97%A5%E6%9C%AC&page=2", "/projects/abc#top", "/a:b", "/?next=//x"])
def test_own_paths_are_kept(target):
    assert safe_next(target, "/default") == target


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=12).map("".join))
def test_whatever_is_asked_for_a_browser_stays_here(target):
    result = safe_next(target)
    as_browsers_read = "".join(c for c in result if c not in "\t\n\r").replace("\\", "/")
    for read in (result, as_browsers_read):
        assert read.startswith("/")
        assert not read.startswith("//")
        assert urlsplit(urljoin(HERE, read)).netloc == "musubi.example"
