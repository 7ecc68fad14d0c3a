"""Go: a program with ``net/http``."""

from oasmith.products.examples.language import Language
from oasmith.quoting.go import go_block, go_literal

LANGUAGE = Language(go_literal, {"quoted": lambda name: go_literal(str(name)), "block": go_block})
