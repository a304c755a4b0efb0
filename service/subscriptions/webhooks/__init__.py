"""
Webhooks: changes are sent to whoever subscribed, in order, again and again until they are taken.

The parts: what may be called and how (addresses, targets, sending, signing), and what is due (schedule).
"""
