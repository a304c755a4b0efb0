"""`python -m service.cli` is `verbale`."""

from service.cli import main

main()
