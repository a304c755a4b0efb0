"""Meetings: one event under the many names, days and places that its reports give it (DESIGN section 5, rules 8-12)."""
