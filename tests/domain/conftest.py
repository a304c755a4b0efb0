"""Laws are held on a busy machine too: no example has a deadline."""

from hypothesis import settings

from tests.examples import examples

settings.register_profile("domain", examples(50))
settings.load_profile("domain")
