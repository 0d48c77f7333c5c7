"""Which proxies are believed."""

from dataclasses import replace

import pytest

from app import create_app
from app.extensions import db


@pytest.mark.parametrize(("proxies", "believed"), [(0, False), (1, True)])
def test_forwarded_headers_count_only_from_proxies_that_the_settings_name(app, proxies, believed):
    served = create_app(replace(app.config["SETTINGS"], trusted_proxies=proxies))
    answer = served.test_client().get("/healthz", headers={"X-Forwarded-Proto": "https"})
    assert answer.status_code == 200
    assert ("Strict-Transport-Security" in answer.headers) == believed
    with served.app_context():
        db.engine.dispose()
