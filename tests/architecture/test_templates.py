"""Rules of all templates and styles, each proved able to fail."""

import re
from pathlib import Path

import pytest

from config import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "app" / "static").rglob("*.css"))
PARTS = {"components", "layout"}


def relative(path: Path) -> str:
    return path.relative_to(ROOT / "templates").as_posix()


def is_page(path: Path) -> bool:
    return relative(path).split("/")[0] not in PARTS and not path.name.startswith("_")


def without_expressions(source: str) -> str:
    source = re.sub(r"\{#.*?#\}", "", source, flags=re.DOTALL)
    source = re.sub(r"\{%-?\s*trans\b.*?endtrans\s*-?%\}", "", source, flags=re.DOTALL)
    source = re.sub(r"\{%-?\s*block width\b.*?endblock\s*-?%\}", "", source, flags=re.DOTALL)
    source = re.sub(r"\{%.*?%\}", "", source, flags=re.DOTALL)
    return re.sub(r"\{\{.*?\}\}", "", source, flags=re.DOTALL)


def untranslated(source: str) -> list[str]:
    """Text of a template that stands outside gettext: two letters or more between tags."""
    texts = re.findall(r">([^<>]*)<", f">{re.sub(r'<!--.*?-->', '', without_expressions(source), flags=re.DOTALL)}<")
    allowed = {"Musubi", "– Musubi", "結び"}
    return [text.strip() for text in texts if re.search(r"[A-Za-z]{2}", re.sub(r"&\w+;", "", text)) and text.strip() not in allowed]


def inline(source: str) -> list[str]:
    """Inline styles, scripts and handlers, which the Content-Security-Policy would block."""
    found = re.findall(r"<[^>]*\s(?:style|on[a-z]+)=[\"'][^>]*>", source)
    return found + re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|<style[^>]*>", source)


def unused_imports(source: str) -> list[str]:
    """Macros that a template imports and does not call."""
    names = []
    for listed in re.findall(r"\{%-?\s*from\s+\S+\s+import\s+(.*?)\s*-?%\}", source):
        names += [part.split(" as ")[-1].strip() for part in re.sub(r"\s+with(out)? context$", "", listed).split(",")]
    return [name for name in names if len(re.findall(rf"\b{re.escape(name)}\b", source)) < 2 or not re.search(rf"\b{re.escape(name)}\s*\(", source)]


def direction_bound(source: str) -> list[str]:
    """Declarations that would not be mirrored in Hebrew."""
    pattern = r"(?:margin|padding|border)-(?:left|right)\b|text-align:\s*(?:left|right)|float:\s*(?:left|right)|(?<![-\w])(?:left|right):\s"
    return re.findall(pattern, source)


@pytest.mark.parametrize("path", [p for p in TEMPLATES if is_page(p)], ids=relative)
def test_a_page_extends_a_layout_and_has_a_title(path):
    source = path.read_text()
    assert re.search(r"\{%\s*extends\s+[\"']layout/", source) or 'extends "' in source, "extends no layout"
    assert re.search(r"\{%-?\s*block\s+title\b", source), "has no title"


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_a_template_keeps_the_rules(path):
    source = path.read_text()
    assert untranslated(source) == []
    assert inline(source) == []
    assert unused_imports(source) == []


@pytest.mark.parametrize("path", STYLES, ids=lambda p: p.name)
def test_styles_are_logical(path):
    assert direction_bound(path.read_text()) == []


def test_the_checks_find_faults():
    assert untranslated("<p>Plain words</p>") == ["Plain words"]
    assert untranslated("<p>{{ _('Plain words') }}</p>") == []
    assert inline('<p style="color: red">') != []
    assert inline("<script>alert(1)</script>") != []
    assert inline('<a onclick="x()">') != []
    assert unused_imports('{% from "components/tag.html" import tag, card %}{{ tag("x") }}') == ["card"]
    assert direction_bound("p { margin-left: 1rem }") != []
    assert direction_bound("p { margin-inline-start: 1rem; inset-inline-start: 0 }") == []
