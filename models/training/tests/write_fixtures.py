"""Writes the vectors that Python and TypeScript both are held to: fixtures/{noise,mel,control}.json.

    python tests/write_fixtures.py && npx prettier --write models/training/tests/fixtures

The signal of mel.json: s[i] = 0.4 sin(2π 440 i/r) + 0.2 sin(2π 3000 i/r) · (i mod 4000 < 2000) + 0.05 (2 u[i] − 1), u = uniform(seed 9).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from musflow.control import control_of, tonal_of_roles  # noqa: E402
from musflow.mel import FORMATS, MelFormat, log_mel  # noqa: E402
from musflow.noise import decision_seed, hash_text, normal, uniform  # noqa: E402

MEL_SAMPLES = 16_000
MEL_ROWS = (0, 1, 5, 20, -1)
#: role, pitch, onset, duration, velocity, program
NOTES = (
    (0, 60, 0.0, 0.5, 1.0, 73),
    (0, 64, 0.05, 0.1, 0.5, 73),
    (0, 64, 0.13, 0.02, 0.8, 40),
    (1, 48, 0.02, 0.3, 0.6, 0),
    (2, 20, 0.1, 0.3, 0.6, 33),
    (2, 36, 0.1, 0.3, 0.7, 33),
    (1, 48, 0.1, 0.2, 0.9, 9),
    (3, 36, 0.02, 0.1, 0.9, 40),
    (3, 77, 0.12, 0.1, 0.4, 40),
    (1, 55, -0.35, 0.5, 0.7, 0),
    (1, 59, -0.01, 0.1, 0.8, 0),
    (1, 62, -0.5, 0.4, 0.9, 0),
    (3, 49, -0.3, 0.1, 0.5, 40),
    (3, 51, -0.9, 2.0, 0.5, 40),
)
CONTROL_ROWS = 16


def mel_signal(form: MelFormat) -> np.ndarray:
    """The signal of mel.json, float64 [16000]."""
    i = np.arange(MEL_SAMPLES)
    gate = (i % 4000 < 2000).astype(np.float64)
    tones = (
        0.4 * np.sin(2 * np.pi * 440 * i / form.sample_rate)
        + 0.2 * np.sin(2 * np.pi * 3000 * i / form.sample_rate) * gate
    )
    return tones + 0.05 * (2 * uniform(9, MEL_SAMPLES) - 1)


def fixtures() -> dict[str, Any]:
    """The three files' contents."""
    noise = {
        "hashText": {text: hash_text(text) for text in ("", "melody", "flöte 𝄞")},
        "decisionSeed": {"seed": 7, "decision": "latent", "value": decision_seed(7, "latent")},
        "uniform": {"seed": 123, "values": [float(v) for v in uniform(123, 8)]},
        "normal": {"seed": 5, "values": [float(v) for v in normal(5, (9,))]},
        "latent": {"seed": 20, "shape": [1, 8, 256, 25], "values": [float(v) for v in normal(20, (51200,))[::5000]]},
    }
    mels: dict[str, Any] = {"samples": MEL_SAMPLES, "tolerance": 1e-4}
    for name, form in FORMATS.items():
        mel = log_mel(mel_signal(form), form)
        rows = {str(row % len(mel)): [round(float(v), 6) for v in mel[row]] for row in MEL_ROWS}
        mels[name] = {"frames": len(mel), "rows": rows}
    control = control_of(np.array(NOTES, np.float32), CONTROL_ROWS)
    cells = {}
    for name, values in (("tonal", control.tonal), ("roles", tonal_of_roles(control.tonal)), ("drums", control.drums)):
        found = np.argwhere(values)
        cells[name] = [[int(row), int(column), round(float(values[row, column]), 7)] for row, column in found]
    controls = {"notes": NOTES, "rows": CONTROL_ROWS, "tolerance": 1e-6, "programs": control.programs.tolist(), **cells}
    return {"noise": noise, "mel": mels, "control": controls}


if __name__ == "__main__":
    for stem, content in fixtures().items():
        (HERE / "fixtures" / f"{stem}.json").write_text(
            json.dumps(content, ensure_ascii=False) + "\n", encoding="utf-8"
        )
