"""Instances that the whole application shares. Imports nothing of ours."""

from flask_babel import Babel
from flask_login import LoginManager
from flask_sqlalchemy_lite import SQLAlchemy
from flask_wtf import CSRFProtect

db = SQLAlchemy(session_options={"autoflush": True, "expire_on_commit": True})
login = LoginManager()
csrf = CSRFProtect()
babel = Babel()
