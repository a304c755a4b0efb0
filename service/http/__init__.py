"""The HTTP API: one resource a module, problems for errors, validators for caches."""
