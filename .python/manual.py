"""Writes docs/node-types.md anew (make manual)."""

from pathlib import Path

from towpath.engine.manual import manual
from towpath.engine.registry import Registry

(Path(__file__).parents[1] / "docs" / "node-types.md").write_text(manual(Registry.load()))
