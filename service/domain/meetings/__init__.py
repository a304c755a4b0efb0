"""Meetings: one event under the many names, days and places that its reports give it (docs/rules.md, rules 8-12)."""
