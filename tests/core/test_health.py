"""Health, headers and failures that a person or a machine meets."""

from dataclasses import replace

import pytest

from app import create_app
from config import Settings, UnsafeSettings


def test_alive_and_ready(client):
    assert client().get("/healthz").json == {"status": "alive"}
    assert client().get("/readyz").json == {"status": "ready"}


def test_without_a_database_the_page_says_so_and_when_to_come_back(app):
    away = create_app(replace(app.config["SETTINGS"], database_url="postgresql://nobody@127.0.0.1:1/none"))
    visitor = away.test_client()
    assert visitor.get("/healthz").status_code == 200
    for path in ("/readyz", "/"):
        answer = visitor.get(path)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5"), path
        assert "Traceback" not in answer.text


@pytest.mark.parametrize("path", ["/", "/healthz", "/nowhere", "/healthz?x=1"])
def test_every_answer_is_guarded(client, path):
    headers = client().get(path).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Request-ID"]
    assert "Cookie" in headers["Vary"]


def test_a_foreign_host_is_refused(client):
    assert client().get("/", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("language", ["en", "he", "ja"])
def test_a_missing_page_is_told_in_the_reader_s_language(client, language):
    answer = client().get(f"/nowhere?lang={language}")
    assert answer.status_code == 404
    assert f'lang="{language}"' in answer.text


def test_static_files_have_lasting_names(app, client):
    with app.test_request_context():
        url = app.jinja_env.globals["static_url"]("css/site.css")
    answer = client().get(url)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]


def test_production_refuses_unsafe_settings():
    with pytest.raises(UnsafeSettings) as refusal:
        Settings(production=True, secret_key="short", database_url="", base_url="http://x.example", allowed_hosts=("*",))
    for name in ("SECRET_KEY", "DATABASE_URL", "BASE_URL", "ALLOWED_HOSTS"):
        assert name in str(refusal.value)
