"""What several tests need: one thread, a synthetic set, one smoke run and its packs."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from musflow import export, train
from musflow.synthetic import write_set

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = Path(__file__).resolve().parent / "fixtures"

torch.set_num_threads(1)


@pytest.fixture(scope="session")
def shards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two training shards of four clips each, and one of validation."""
    folder = tmp_path_factory.mktemp("shards")
    write_set(folder, clips=8, shards=2)
    return folder


@pytest.fixture(scope="session")
def smoke(shards: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run of configs/smoke.toml, trained to its end."""
    out = tmp_path_factory.mktemp("run")
    arguments = ["--config", str(ROOT / "configs/smoke.toml"), "--shards", str(shards), "--out", str(out)]
    assert train.main(arguments) == 0
    return out


@pytest.fixture(scope="session")
def packs(smoke: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packs of that run."""
    pytest.importorskip("onnx")
    out = tmp_path_factory.mktemp("packs")
    assert export.main(["--run", str(smoke), "--out", str(out), "--date", "2026-11-25", "--unchecked"]) == 0
    return out
