"""Names: every object and every union has one that a person would choose.

Afterwards ``components.schemas`` holds each schema that a client needs a class or a type for, under its class
name, and references to it are in all places where it was inline.

A name depends only on the schema and its place, so that a change elsewhere never renames it. It is that of
``x-oasmith-name``; else the title, if all inline schemas with this title are the same; else the parent's name
with the title or the property's name.
"""

from oasmith.reading.naming.components import extensions_of, rename_components, tagged_extensions
from oasmith.reading.naming.inline import class_title, hoist_inline
from oasmith.reading.naming.members import member_suffixes
from oasmith.structure import Document

__all__ = ["class_title", "extensions_of", "member_suffixes", "name_schemas", "tagged_extensions"]


def name_schemas(document: Document) -> Document:
    """The document with its components under class names and its inline objects and unions among them."""
    return hoist_inline(rename_components(document))
