"""What a WSGI server imports: `granian --interface wsgi wsgi:app`."""

import sys

from app import create_app
from config import UnsafeSettings

try:
    app = create_app()
except UnsafeSettings as refusal:
    sys.exit(f"Musubi does not start: {refusal}")
