"""What the web server calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rechtop.settings")
application = get_wsgi_application()

# What is loaded by now stays for good: let the collector leave it alone, and look less often.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
