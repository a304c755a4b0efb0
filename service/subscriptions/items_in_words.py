"""
Items in plain English: what an answer is about, and what is so.

They are told from the items that the API answers with, whatever the kind; nothing is said that an item does not hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.domain.parties import is_code, name_of
from service.subscriptions.days_in_words import told

Item = Mapping[str, Any]
_WITHOUT_MEETING = frozenset({"bilateral", "multilateral", "ministerial", "virtual"})
_LINKS = {"planned": "for", "held": "on", "ongoing": "on"}
_ROUND = {"upto": "up to ", "atleast": "at least "}


def party(code: str) -> str:
    """The short English name of a party, or its code where it has none."""
    return name_of(code) if is_code(code) else code


def meeting_title(item: Item) -> str:
    """What a meeting is called: by its own name, or its kind and who takes part."""
    if item.get("name"):
        return str(item["name"])
    named = [_name(each) for each in item.get("participants") or ()]
    who = ", ".join([name for name in named if name] or [party(code) for code in item.get("parties") or ()])
    kind = str(item["meeting_kind"])
    words = (f"{kind} meeting" if kind in _WITHOUT_MEETING else kind.replace("_", " ")).capitalize()
    return f"{words}: {who}" if who else words


def subject(item: Item) -> str:
    """What an item is about: `United States total tariff on India (all goods)`."""
    match item["kind"]:
        case "tariff":
            goods = "all goods" if item.get("product") in {None, "*"} else item["product"]
            part = item.get("component_reason") or str(item.get("component") or "total").replace("-", " ")
            return f"{party(item['imposer'])} {part} tariff on {party(item['target'])} ({goods})"
        case "meeting":
            return meeting_title(item)
        case "membership":
            return f"{party(item['member'])} in {item['initiative']}"
        case "negotiation":
            parties = " and ".join(name for each in item["parties"] if (name := _name(each)))
            return f"{parties}, {item['subject']}"
        case "office":
            country = f" of {party(item['country'])}" if item.get("country") else ""
            return f"{item['role']}{country}"
        case _:
            return f"{party(item['actor'])} on {item['topic']}"


def state(item: Item) -> str:
    """What is so, in a few words: `50%`, `planned for 3 February 2026`, `joined`."""
    match item["kind"]:
        case "tariff":
            return _level(item)
        case "meeting":
            return _meeting(item)
        case "office":
            return str(item["person"])
        case "position":
            return str(item["stance"]).replace("_", " ")
        case _:
            return str(item["status"]).replace("_", " ")


def _level(item: Item) -> str:
    """A duty: its rate, and its status where that is not simply in force."""
    rate, status = item.get("rate"), str(item.get("status") or "in_force")
    told_status = status.replace("_", " ")
    if rate is None:
        return "in force, no figure told" if status == "in_force" else told_status
    high = f" to {item['rate_high']}%" if item.get("rate_high") else ""
    level = f"{_ROUND.get(item.get('rate_op') or 'eq', '')}{rate}%{high}"
    return level if status == "in_force" else f"{level}, {told_status}"


def _meeting(item: Item) -> str:
    """How a meeting stands, with its days and its place."""
    status = str(item["status"])
    text = (item.get("date") or {}).get("edtf")
    place = f"in {item['place']}" if item.get("place") else ""
    when = told(text) if text else ""
    if status not in _LINKS:
        about = " ".join(word for word in (when, place) if word)
        return f"{status} ({about})" if about else status
    link = _LINKS[status] if when[:1].isdigit() or (text and "/" not in text) else ""
    return " ".join(word for word in (status, link if when else "", when, place) if word)


def _name(who: Any) -> str:
    if isinstance(who, str):
        return party(who)
    return str(who.get("name") or party(who.get("code") or ""))
