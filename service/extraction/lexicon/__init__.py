"""The word tables: data only, so that a newcomer can add a word and its example."""
