"""Laws are held on a busy machine too: no example has a deadline."""

from hypothesis import settings

settings.register_profile("domain", deadline=None)
settings.load_profile("domain")
