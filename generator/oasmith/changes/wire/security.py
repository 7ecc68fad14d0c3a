"""The credentials that operations require, and the security schemes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oasmith.changes.kinds import NONE
from oasmith.changes.model import Verdict
from oasmith.changes.wire.context import Context
from oasmith.changes.wire.places import Place
from oasmith.changes.wire.texts import compare_texts

Alternative = Mapping[str, frozenset[str]]


def compare_security(context: Context, old: Place, new: Place, operation: str) -> None:
    """Add the changes of the alternatives of credentials that an operation accepts.

    An alternative that callers use keeps working if an alternative now needs no more than it has.
    """
    before, after = (
        _alternatives(root, place) for root, place in zip(context.roots, (old, new), strict=True)
    )
    if before == after:
        return
    for alternative in before:
        if any(_is_enough(alternative, wanted) for wanted in after):
            continue
        alike = [wanted for wanted in after if wanted.keys() == alternative.keys()]
        if not alternative:
            wants = [_shown(wanted) for wanted in after]
            context.add("security-added", new, operation=operation, wants=wants)
        elif alike:
            scopes = sorted({it for key, found in alike[0].items() for it in found - alternative[key]})
            context.add("security-scope-added", new, operation=operation, wants=scopes)
        else:
            context.add("security-alternative-removed", new, operation=operation, has=_shown(alternative))
    for wanted in after:
        if any(_is_enough(wanted, alternative) for alternative in before):
            continue
        alike = [it for it in before if it.keys() == wanted.keys()]
        if not wanted:
            context.add("security-removed", new, operation=operation)
        elif alike and any(_is_enough(it, wanted) for it in alike):
            scopes = sorted({it for key, found in alike[0].items() for it in found - wanted[key]})
            context.add("security-scope-removed", new, operation=operation, has=scopes)
        elif not alike and {} not in before:
            context.add("security-alternative-added", new, operation=operation, wants=_shown(wanted))


def _alternatives(root: Place, operation: Place) -> list[Alternative]:
    """The alternatives of an operation, or those of the document; none needed is one without schemes."""
    own = operation.get("security")
    listed = own.value if own else root.get("security").value
    found: list[Alternative] = [
        {str(name): frozenset(map(str, scopes or ())) for name, scopes in (it or {}).items()}
        for it in listed or ()
    ]
    return found or [{}]


def _is_enough(has: Alternative, wanted: Alternative) -> bool:
    return all(name in has and scopes <= has[name] for name, scopes in wanted.items())


def _shown(alternative: Alternative) -> str:
    return " and ".join(alternative) or "none"


def compare_schemes(context: Context) -> None:
    """Add the changes of the security schemes of the document."""
    before, after = (dict(root.at("components", "securitySchemes").items()) for root in context.roots)
    for name, scheme in before.items():
        if name in after:
            _compare_scheme(context, name, scheme, after[name])
        else:
            context.add("security-scheme-removed", scheme, has=name)
    for name, scheme in after.items():
        if name not in before:
            context.add("security-scheme-added", scheme, wants=name)


def _compare_scheme(context: Context, name: str, old: Place, new: Place) -> None:
    subject = f"`{name}`"
    compare_texts(context, old, new, f"the security scheme {subject}")
    was, is_ = (place.get("type").value for place in (old, new))
    if was != is_:
        context.add("security-scheme-type-changed", new, subject=subject, has=was, wants=is_)
        return
    places = [f"{it.get('in').value} {it.get('name').value}" for it in (old, new)]
    if is_ == "apiKey" and places[0].lower() != places[1].lower():
        context.add("security-scheme-place-changed", new, subject=subject, has=places[0], wants=places[1])
    schemes = [str(it.get("scheme").value).lower() for it in (old, new)]
    if is_ == "http" and schemes[0] != schemes[1]:
        context.add("security-scheme-scheme-changed", new, subject=subject, has=schemes[0], wants=schemes[1])
    _compare_url(context, old.get("openIdConnectUrl"), new.get("openIdConnectUrl"), new, subject)
    _compare_flows(context, old.get("flows"), new.get("flows"), subject)


def _compare_flows(context: Context, old: Place, new: Place, subject: str) -> None:
    before, after = dict(old.fields()), dict(new.fields())
    for name, flow in before.items():
        if name not in after:
            context.add("security-flow-removed", flow, subject=subject, has=name)
            continue
        for keyword in ("authorizationUrl", "tokenUrl", "refreshUrl", "deviceAuthorizationUrl"):
            _compare_url(context, flow.get(keyword), after[name].get(keyword), after[name], subject)
        scopes, others = (_scopes(it.get("scopes").value) for it in (flow, after[name]))
        for scope in sorted(scopes - others):
            place = flow.at("scopes", scope)
            context.add("security-scheme-scope-removed", place, subject=subject, has=scope)
        for scope in sorted(others - scopes):
            place = after[name].at("scopes", scope)
            context.add("security-scheme-scope-added", place, subject=subject, wants=scope)
    for name, flow in after.items():
        if name not in before:
            context.add("security-flow-added", flow, subject=subject, wants=name)


def _scopes(value: Any) -> set[str]:
    return set(value or ())


def _compare_url(context: Context, old: Place, new: Place, scheme: Place, subject: str) -> None:
    if old.value != new.value:
        verdict: Verdict | None = None if old and new else "review" if old else "compatible"
        context.add("security-scheme-url-changed", new if new else scheme, verdict, subject=subject,
                    has=old.value or NONE, wants=new.value or NONE)  # fmt: skip
