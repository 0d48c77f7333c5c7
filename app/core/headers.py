"""Security headers of every answer, the static files with their lasting names, and the proxies that are believed."""

import hashlib
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from config import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
YEAR = 31_536_000
HASH_LENGTH = 10


def _secure(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cache-Control", "no-store")
    response.vary.update(("Cookie", "Accept-Language"))
    if request.is_secure:
        headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}; includeSubDomains")
    return response


def _secure_file(headers: Headers, _path: str, _url: str) -> None:
    headers["Content-Security-Policy"] = POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"


def _hashed_names(folder: Path) -> dict[str, str]:
    """Each static file's address with a digest of its content in the name."""
    names = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()[:HASH_LENGTH]
            name = path.relative_to(folder).as_posix()
            names[name] = f"{digest}/{name}"
    return names


def init_app(app: Flask, settings: Settings) -> None:
    """Serve `app/static` under `/static/<digest>/…`, immutable, guard every answer, and believe as many proxies as the settings say."""
    folder = Path(app.root_path) / "static"
    names = _hashed_names(folder)
    files = WhiteNoise(
        app.wsgi_app, max_age=YEAR, immutable_file_test=lambda _path, _url: True, add_headers_function=_secure_file
    )
    for name, hashed in names.items():
        files.add_file_to_dictionary(f"/static/{hashed}", str(folder / name))
    app.wsgi_app = files  # type: ignore[method-assign]
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(files, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    app.jinja_env.globals["static_url"] = lambda name: f"/static/{names[name]}"
    app.after_request(_secure)
