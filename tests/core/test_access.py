"""The gate: deny by default, refuse what is unknown, store nothing from a forged form."""

import json

import pytest
from flask import Blueprint
from sqlalchemy import select

from app.core import access
from app.core.access import MissingRule, public, requires
from app.programmes.models import Programme


def test_a_view_without_a_rule_stops_the_start(app):
    bare = Blueprint("bare", __name__)
    bare.add_url_rule("/bare", "page", lambda: "x")
    app.view_functions["bare.page"] = lambda: "x"
    try:
        with pytest.raises(MissingRule, match=r"bare\.page"):
            access.check_rules(app)
    finally:
        del app.view_functions["bare.page"]


def test_a_lambda_is_no_policy():
    with pytest.raises(MissingRule):
        requires(lambda _by, _thing: True)


def test_every_view_has_a_rule_and_a_name(app):
    for row in access.rules(app):
        assert row["rule"], row["endpoint"]


def test_an_unknown_parameter_is_refused(client):
    assert client().get("/healthz?group=secret").status_code == 400
    assert client().get("/healthz?lang=ja").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_other_methods_are_refused(client, method):
    assert getattr(client(), method)("/healthz").status_code == 405


def test_access_show_prints_the_matrix(app):
    output = app.test_cli_runner().invoke(args=["access", "show", "--format", "json"]).output
    rows = json.loads(output)
    assert {"endpoint": "health.alive", "methods": ["GET"], "rule": "public"} in rows


def test_a_view_with_a_rule_may_be_called():
    assert public("q")(lambda: "x").access_rule.parameters == {"q"}


def test_forged_forms_store_nothing(client, make, session):
    """Every page that takes a form, asked without a token by an administrator: refused, and the database as it was."""
    programme = make.programme()
    tester = client(make.administrator())
    for rule in tester.application.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.arguments:
            continue
        answer = tester.post(rule.rule, data={"names-en": "Forged", "email": "forged@sample.example"})
        assert 400 <= answer.status_code < 500, rule.rule
    assert session.scalars(select(Programme.names).where(Programme.id == programme.id)).one()["en"] == "Programme sample"
