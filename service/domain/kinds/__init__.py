"""One module a kind of claim: its subjects, its keys, and how its claims resolve."""
