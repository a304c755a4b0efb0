"""
Subscriptions: every change of an answer, once and in order, to whoever follows it.

A subscriber is a cursor into the change feed, which the projections write; nothing is kept for it but that number.
"""
