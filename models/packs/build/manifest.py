"""The manifest of a pack: what bridge/protocol/packManifest.ts reads."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path


def write_json(path: Path, value: object) -> None:
    """Writes JSON with stable bytes: given key order, UTF-8, one newline at the end."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def write_manifest(folder: Path, fields: dict, files: list[str]) -> None:
    """Writes ``manifest.json`` into ``folder``.

    Args:
        folder: the pack.
        fields: every field but ``schema`` and ``files``, in the order wanted.
        files: what the runtime reads, relative to ``folder``; each is hashed.
    """
    listed = []
    for name in files:
        content = (folder / name).read_bytes()
        listed.append({"path": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()})
    write_json(folder / "manifest.json", {"schema": 1, **fields, "files": listed})
