"""Getting articles: checking what comes in and recording it."""
