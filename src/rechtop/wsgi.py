"""What the web server calls."""

import gc
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application
from django.db import connection

from rechtop import env

try:
    env.refuse_while_restoring()
except env.Closed as closed:
    raise SystemExit(str(closed)) from closed

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rechtop.settings")
application = get_wsgi_application()

# Whoever starts the web server without our command line is told the same.
if why_not := import_module("rechtop.overview.example.queries").why_not_here():
    raise SystemExit(why_not)
connection.close()

# What is loaded by now stays for good: let the collector leave it alone, and look less often.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
