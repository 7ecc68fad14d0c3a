"""Changes between two surfaces.

A change is compatible only if each program that a type checker accepts before is accepted after.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from oasmith.changes.kinds import KINDS
from oasmith.changes.model import Change, Verdict
from oasmith.changes.surface.model import Argument, Class, Field, Method, Surface
from oasmith.changes.surface.types import Relation, Type, is_literal_only, relation


@dataclass(frozen=True, slots=True)
class _Names:
    """The classes by name, before and after, and the new names of those that are ``renamed``."""

    old: Mapping[str, Class]
    new: Mapping[str, Class]
    renamed: Mapping[str, str]

    def relation(self, old: Type, new: Type) -> Relation:
        """What the new type is; an alias is the same as what it stands for."""
        before = old.renamed(self.renamed)
        found = relation(before, new)
        if found == "same":
            return found
        common = before.members & new.members
        return relation(_without_aliases(before, self.old, common), _without_aliases(new, self.new, common))


def _without_aliases(type_: Type, classes: Mapping[str, Class], common: frozenset[str]) -> Type:
    """A type with what aliases stand for in place of them, except for ``common`` members."""
    found, queue = set(common & type_.members), list(type_.members - common)
    seen = set(queue)
    while queue:
        member = queue.pop()
        cls = classes.get(member)
        if cls is None or cls.kind != "type" or cls.type.note:
            found.add(member)
        else:
            queue += cls.type.members - seen
            seen |= cls.type.members
    return replace(type_, members=frozenset(found))


def surface_changes(old: Surface, new: Surface) -> list[Change]:
    """The changes between two surfaces; pointers lead into the new description, or into the old one."""
    return list(_merged(_changes(old, new), _all_classes(old.classes, new.classes)))


def _all_classes(old: Mapping[str, Class], new: Mapping[str, Class]) -> dict[str, Class]:
    """The classes by name, each with its fields before and after."""
    found = {**new, **old}
    for name in old.keys() & new.keys():
        found[name] = replace(old[name], fields={**new[name].fields, **old[name].fields})
    return found


def _merged(changes: Iterator[Change], classes: Mapping[str, Class]) -> Iterator[Change]:
    """The changes, with one for all classes that inherit a field from one class that has the change.

    There is also one for a class of ``models`` and the mapping of ``inputs`` for the same objects.
    """
    listed = list(changes)
    fields = {(it.id, name) for it in listed for name in it.names[:1] if name.startswith("field:")}
    found: dict[tuple[str, str], Change] = {}
    for change in sorted(listed, key=lambda it: _is_inherited(it, fields, classes)):
        is_of_field = change.names and change.names[0].startswith("field:")
        about = change.names[0] if is_of_field else change.message
        key = (change.id, _on_the_wire(_origin(change, fields, classes) or about, classes))
        known = found.get(key)
        if known is None:
            found[key] = change
        elif known.verdict == change.verdict or known.verdict == "breaking":
            found[key] = replace(known, names=(*known.names, *change.names))
        else:
            found[key] = replace(change, names=(*known.names, *change.names))
    yield from found.values()


def _on_the_wire(about: str, classes: Mapping[str, Class]) -> str:
    """What a change is about, the same for a field of a model and the key of a mapping for it."""
    kind, _, rest = about.partition(":")
    name, _, field = rest.partition(":")
    if kind == "field" and name in classes and field in classes[name].fields:
        about = f"field:{name}:{classes[name].fields[field].wire_name}"
    return about.replace("inputs.", "")


def _of_model(about: str, classes: Mapping[str, Class]) -> str:
    """The field of a model for the key of a mapping; other names as they are."""
    kind, _, rest = about.partition(":")
    name, _, key = rest.partition(":")
    model = classes.get(name.removeprefix("inputs.")) if name.startswith("inputs.") else None
    fields = model.fields.values() if model is not None else ()
    own = next((it.name for it in fields if it.wire_name == key), None)
    return about if own is None else f"{kind}:{name.removeprefix('inputs.')}:{own}"


def _is_inherited(change: Change, fields: Collection[tuple[str, str]], classes: Mapping[str, Class]) -> bool:
    return _origin(change, fields, classes) is not None


def _origin(change: Change, fields: Collection[tuple[str, str]], classes: Mapping[str, Class]) -> str | None:
    """The same field of the highest base class in which it changes in the same way; None if there is none."""
    kind, _, rest = _of_model(change.names[0], classes).partition(":") if change.names else ("", "", "")
    name, _, field = rest.partition(":")
    found = None
    queue, seen = list(classes[name].bases) if kind == "field" and name in classes else [], set[str]()
    while queue:
        base = queue.pop(0)
        if base in seen or base not in classes:
            continue
        seen.add(base)
        queue += classes[base].bases
        if (change.id, f"field:{base}:{field}") in fields:
            found = f"field:{base}:{field}"
    return found


def _change(
    kind: str, pointer: str, verdict: Verdict | None = None, names: tuple[str, ...] = (), **values: str
) -> Change:
    change = KINDS[f"surface-{kind}"].change(pointer, verdict, names, **values)
    return replace(change, advice=f"write `{values['wants']}`") if kind.endswith("-renamed") else change


def _changes(old: Surface, new: Surface) -> Iterator[Change]:
    if old.package != new.package:
        yield _change("package-renamed", "/info/title", names=(f"package:{old.package}",),
                      has=old.package, wants=new.package)  # fmt: skip
    if old.client != new.client:
        yield _change("client-renamed", "/info/title", names=(f"class:{old.client}",),
                      has=old.client, wants=new.client)  # fmt: skip
    names = _Names(old.classes, new.classes, _renamed_classes(old.classes, new.classes))
    yield from _client_arguments(old.arguments, new.arguments, names)
    yield from _groups(old, new)
    yield from _methods(old, new, names)
    yield from _classes(names)
    for name, pointer in old.parsers.items():
        if name not in new.parsers:
            yield _change("method-removed", pointer, names=(f"function:{name}",), name=f"webhooks.{name}")
    for name, pointer in new.parsers.items():
        if name not in old.parsers:
            yield _change("method-added", pointer, name=f"webhooks.{name}")


def _client_arguments(
    old: Mapping[str, Argument], new: Mapping[str, Argument], known: _Names
) -> Iterator[Change]:
    for name, argument in old.items():
        if name not in new:
            names = (f"argument:__init__:{name}",)
            yield _change("client-argument-removed", argument.pointer, names=names, argument=name)
        else:
            yield from _argument_type("client", argument, new[name], known)
    for name, argument in new.items():
        if name not in old:
            yield _change("client-argument-added", argument.pointer, argument=name)


def _groups(old: Surface, new: Surface) -> Iterator[Change]:
    by_tag = {tag: name for name, (tag, _) in new.groups.items()}
    for name, (tag, pointer) in old.groups.items():
        names = (f"group:{name}",)
        if name in new.groups:
            continue
        if tag in by_tag and by_tag[tag] not in old.groups:
            yield _change(
                "group-renamed", new.groups[by_tag[tag]][1], names=names, has=name, wants=by_tag[tag]
            )
        else:
            yield _change("group-removed", pointer, names=names, name=name)
    renamed = {by_tag.get(tag) for name, (tag, _) in old.groups.items() if name not in new.groups}
    for name, (_, pointer) in new.groups.items():
        if name not in old.groups and name not in renamed:
            yield _change("group-added", pointer, name=name)


# Methods


def _methods(old: Surface, new: Surface, known: _Names) -> Iterator[Change]:
    by_operation = {(it.operation, it.way): it for it in new.methods.values()}
    found = set()
    for name, method in old.methods.items():
        other = by_operation.get((method.operation, method.way)) or new.methods.get(name)
        is_page = method.way == "_paginate"
        if other is None:
            kind = "pages-removed" if is_page else "method-removed"
            yield _change(kind, method.pointer, names=(f"method:{name}",), name=name)
            continue
        found.add(other.name)
        if other.name != name:
            yield _change("method-renamed", other.pointer, names=(f"method:{name}",),
                          has=name, wants=other.name)  # fmt: skip
        yield from _method(method, other, known)
    for name, method in new.methods.items():
        if name not in found:
            kind = "pages-added" if method.way == "_paginate" else "method-added"
            yield _change(kind, method.pointer, name=name)


def _method(old: Method, new: Method, known: _Names) -> Iterator[Change]:
    names: tuple[str, ...] = (f"method:{old.name}",)
    if old.is_deprecated != new.is_deprecated:
        kind = "method-deprecated" if new.is_deprecated else "method-reactivated"
        yield _change(kind, new.pointer, names=names, name=new.name)
    yield from _arguments(old, new, known)
    if len(new.positional) < len(old.positional) or _are_moved(old, new):
        has, wants = (", ".join(f"`{it}`" for it in method.positional) or "none" for method in (old, new))
        yield _change("positional-arguments-changed", new.pointer, names=names,
                      name=new.name, has=has, wants=wants)  # fmt: skip
    before = {it for keyword in old.keywords for it in [_renamed_text(keyword, known.renamed)]}
    for keyword in sorted(before - new.keywords):
        yield _change("argument-removed", new.pointer, names=names, name=new.name, argument=f"**{keyword}")
    for keyword in sorted(new.keywords - before):
        yield _change("argument-added", new.pointer, name=new.name, argument=f"**{keyword}")
    yield from _result(old, new, known, names)
    for status, type_ in old.errors.items():
        if status not in new.errors:
            yield _change("error-type-removed", new.pointer, names=names,
                          name=new.name, status=status, has=type_.text)  # fmt: skip
        elif known.relation(type_, new.errors[status]) not in ("same", "narrower"):
            yield _change("error-type-changed", new.pointer, names=names, name=new.name, status=status,
                          has=type_.text, wants=new.errors[status].text)  # fmt: skip
    for status, type_ in new.errors.items():
        if status not in old.errors:
            yield _change("error-type-added", new.pointer, name=new.name, status=status, wants=type_.text)


def _are_moved(old: Method, new: Method) -> bool:
    """Whether a positional argument has another position."""
    return any(
        name in new.arguments and new.positional[index] != name for index, name in enumerate(old.positional)
    )


def _result(old: Method, new: Method, known: _Names, names: tuple[str, ...]) -> Iterator[Change]:
    before = old.result.renamed(known.renamed)
    match known.relation(old.result, new.result):
        case "same":
            return
        case "wider":
            kind, verdict = "result-widened", _to_any(before, new.result)
        case "narrower":
            kind, verdict = "result-narrowed", "breaking" if before.is_any else None
        case _:
            kind, verdict = "result-changed", None
    names = (*names, f"result:{old.name}")
    yield _change(
        kind, new.pointer, verdict, names, name=new.name, has=old.result.text, wants=new.result.text
    )


def _to_any(old: Type, new: Type) -> Verdict | None:
    """A result of any type is accepted wherever the old one was; more literals can be a matter of taste."""
    if new.is_any:
        return "compatible"
    return "review" if is_literal_only(old, new) else None


def _arguments(old: Method, new: Method, known: _Names) -> Iterator[Change]:
    by_wire = {it.wire_name: it for it in new.arguments.values() if it.name not in old.arguments}
    moved = set()
    for name, argument in old.arguments.items():
        names: tuple[str, ...] = (f"argument:{old.name}:{name}",)
        other = new.arguments.get(name)
        if other is None:
            other = by_wire.get(argument.wire_name) or _at_same_position(old, new, name)
        if other is not None and other.name != name:
            moved.add(other.name)
            yield _change("argument-renamed", other.pointer, names=names,
                          name=new.name, has=name, wants=other.name)  # fmt: skip
        if other is None:
            yield _change("argument-removed", argument.pointer, names=names, name=new.name, argument=name)
            continue
        if other.is_required and not argument.is_required:
            names = (f"method:{old.name}",)
            yield _change("argument-became-required", other.pointer, names=names,
                          name=new.name, argument=other.name)  # fmt: skip
        elif argument.is_required and not other.is_required:
            yield _change("argument-became-optional", other.pointer, name=new.name, argument=other.name)
        yield from _argument_type(new.name, argument, other, known, old.name)
    for name, argument in new.arguments.items():
        if name not in old.arguments and name not in moved:
            is_required = argument.is_required
            kind = "required-argument-added" if is_required else "argument-added"
            names = (f"method:{old.name}",) if is_required else ()
            yield _change(kind, argument.pointer, names=names, name=new.name, argument=name)


def _at_same_position(old: Method, new: Method, name: str) -> Argument | None:
    """The argument in the place of a positional one, if both methods have as many and only it is new."""
    if name not in old.positional or len(old.positional) != len(new.positional):
        return None
    other = new.positional[old.positional.index(name)]
    return new.arguments[other] if other not in old.arguments else None


def _argument_type(
    method: str, old: Argument, new: Argument, known: _Names, old_method: str = "__init__"
) -> Iterator[Change]:
    """The change of an argument's type: it has to accept all values that it accepted before."""
    found = known.relation(old.type, new.type)
    if found == "same":
        return
    kind = (
        f"argument-type-{'widened' if found == 'wider' else 'narrowed' if found == 'narrower' else 'changed'}"
    )
    names = (f"argument:{old_method}:{old.name}",)
    yield _change(kind, new.pointer, names=names, name=method, argument=new.name,
                  has=old.type.text, wants=new.type.text)  # fmt: skip


_PAST = {"wider": "widened", "narrower": "narrowed", "changed": "changed"}

# Classes


def _renamed_text(text: str, renamed: Mapping[str, str]) -> str:
    for old, new in renamed.items():
        if text == old or f"[{old}]" in text:
            return text.replace(old, new)
    return text


def _renamed_classes(old: Mapping[str, Class], new: Mapping[str, Class]) -> dict[str, str]:
    """The new names of classes that are the same but for their names."""
    added: dict[object, list[str]] = {}
    for name, it in new.items():
        if name not in old and it.fields:
            added.setdefault(_fingerprint(it), []).append(name)
    found: dict[str, str] = {}
    for name, it in old.items():
        if name not in new and it.fields:
            candidates = added.get(_fingerprint(it), [])
            if len(candidates) == 1 and candidates[0] not in found.values():
                found[name] = candidates[0]
    return found


def _fingerprint(it: Class) -> object:
    return it.kind, tuple((field.name, field.type.text, field.is_needed) for field in it.fields.values())


def _classes(known: _Names) -> Iterator[Change]:
    old, new, renamed = known.old, known.new, known.renamed
    for name, it in old.items():
        names = (f"class:{name}",)
        if name in renamed:
            other = new[renamed[name]]
            yield _change("class-renamed", other.pointer, names=names, has=name, wants=other.name)
        elif name in new:
            yield from _class(it, new[name], known)
        else:
            yield _change("class-removed", it.pointer, names=names, name=name)
    for name, it in new.items():
        if name not in old and name not in renamed.values():
            yield _change("class-added", it.pointer, name=name)


_KINDS = {"class": "a class", "type": "a type", "mapping": "a mapping"}


def _class(old: Class, new: Class, known: _Names) -> Iterator[Change]:
    names = (f"class:{old.name}",)
    if old.kind != new.kind:
        yield _change("class-changed-kind", new.pointer, names=names, name=old.name,
                      has=_KINDS[old.kind], wants=_KINDS[new.kind])  # fmt: skip
        return
    before = [known.renamed.get(base, base) for base in old.bases]
    for base in before:
        if base not in new.bases:
            yield _change("base-class-removed", new.pointer, names=names, name=old.name, has=base)
    for base in new.bases:
        if base not in before:
            yield _change("base-class-added", new.pointer, name=old.name, wants=base)
    if old.kind == "type":
        yield from _type_change("type", old, new, old.type, new.type, known, new.pointer, names,
                                name=old.name)  # fmt: skip
    yield from _fields(old, new, known)


def _fields(old: Class, new: Class, known: _Names) -> Iterator[Change]:
    by_wire = {it.wire_name: it for it in new.fields.values() if it.name not in old.fields}
    moved = set()
    for name, field in old.fields.items():
        names: tuple[str, ...] = (f"field:{old.name}:{name}",)
        other = new.fields.get(name)
        if other is None and field.wire_name in by_wire:
            other = by_wire[field.wire_name]
            moved.add(other.name)
            yield _change("field-renamed", other.pointer, names=names,
                          name=old.name, has=name, wants=other.name)  # fmt: skip
        if other is None:
            yield _change("field-removed", field.pointer, names=names, name=old.name, field=name)
            continue
        yield from _field(old, new, field, other, known, names)
    for name, field in new.fields.items():
        if name not in old.fields and name not in moved:
            is_constructed = field.is_needed and (new.is_sent or new.kind == "mapping")
            kind = "required-field-added" if field.is_needed else "field-added"
            verdict: Verdict | None = "review" if field.is_needed and not is_constructed else None
            names = (f"field:{new.name}:{name}", *((f"class:{old.name}",) if field.is_needed else ()))
            yield _change(kind, field.pointer, verdict, names, name=new.name, field=name)


def _field(
    old: Class, new: Class, before: Field, after: Field, known: _Names, names: tuple[str, ...]
) -> Iterator[Change]:
    values = {"name": old.name, "field": before.name}
    if before.is_needed != after.is_needed:
        kind = "field-became-required" if after.is_needed else "field-became-optional"
        is_review = old.kind == "mapping" if not after.is_needed else not new.is_sent
        yield _change(kind, after.pointer, "review" if is_review else None, names, **values)
    yield from _type_change("field-type", old, new, before.type, after.type, known, after.pointer,
                            names, **values)  # fmt: skip


def _type_change(
    what: str,
    old_class: Class,
    new_class: Class,
    old: Type,
    new: Type,
    known: _Names,
    pointer: str,
    names: tuple[str, ...],
    **values: str,
) -> Iterator[Change]:
    """The change of a type that is both read and written.

    A wider type breaks what reads it, a narrower one what writes it. If the class is only sent or only
    received, the other is possible but not usual, and is to be reviewed.
    """
    found = known.relation(old, new)
    if found == "same":
        return
    is_read, is_written = (
        new_class.is_received or old_class.is_received,
        new_class.is_sent or old_class.is_sent,
    )
    verdict: Verdict | None = None
    if found == "wider":
        verdict = "compatible" if new.is_any else "breaking" if is_read else "review"
        if verdict == "breaking" and is_literal_only(old, new):
            verdict = "review"
    elif found == "narrower":
        verdict = "breaking" if is_written or old.is_any else "review"
    has, wants = (old.text, new.text) if old.text != new.text else (old.shown, new.shown)
    yield _change(f"{what}-{_PAST[found]}", pointer, verdict, names, has=has, wants=wants, **values)
