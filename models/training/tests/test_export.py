"""The packs: graphs that say what the networks say, and manifests that tell the truth."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
import shutil
import sys

import numpy as np
import pytest
import torch
from conftest import ROOT

from musflow import adopt, checkpoint, export, pictures
from musflow.config import ENGINE_TEMPERATURE, read_config
from musflow.control import control_of, tonal_of_roles
from musflow.corpus import Corpus
from musflow.noise import normal
from musflow.onnx_graph import run_onnx, signal_to_noise
from musflow.packs import packs_of
from musflow.trained import weights_of

pytest.importorskip("onnx")

IDS = ["musflow-adapters", "musflow-velocity", "musflow-decoder", "musflow-vocoder", "musflow-audio-tower"]


def test_every_pack_is_whole(packs):
    assert sorted(p.name for p in packs.iterdir()) == sorted(IDS)
    for id in IDS:
        manifest = json.loads((packs / id / "manifest.json").read_text())
        assert manifest["id"] == id and manifest["opset"] == 17 and manifest["schema"] == 1
        for listed in manifest["files"]:
            content = (packs / id / listed["path"]).read_bytes()
            assert listed["bytes"] == len(content) and listed["sha256"] == hashlib.sha256(content).hexdigest()
        names = [*manifest["preprocessing"], *(p["name"] for p in manifest["inputs"] + manifest["outputs"])]
        assert all(re.fullmatch(r"[A-Za-z]\w{0,63}", name) for name in names)
        assert {p["type"] for p in manifest["inputs"]} <= {"float32", "int64"}
        assert manifest["precision"].startswith("fp16")
        card = (packs / id / "card.md").read_text()
        assert "synthetic: 8 clips of 10.24 s to learn from (shards: 2) and 4 to look at meanwhile (shards: 1)" in card
        assert "Licences of the clips: CC0-1.0 (12). Where they came from: synthetic (12)." in card
        assert "`npm run evaluate -- musflow --set FOLDER --packs FOLDER` tells what it reaches" in card
        reference = json.loads((packs / id / "reference.json").read_text())
        assert reference["decibels"] >= 60 and [o["name"] for o in reference["outputs"]] == [
            o["name"] for o in manifest["outputs"]
        ]


def told_of(folder):
    return [
        json.loads((folder / "manifest.json").read_text())["precision"],
        (folder / "card.md").read_text(),
        json.loads((folder / "reference.json").read_text())["checked"],
    ]


def test_graphs_that_cannot_be_checked_are_not_written_unless_asked_and_then_say_so(
    smoke, tmp_path, capsys, monkeypatch
):
    run, out = tmp_path / "run", tmp_path / "packs"
    run.mkdir()
    for name in ("config.toml", "vae.pt"):
        shutil.copyfile(smoke / name, run / name)
    arguments = ["--run", str(run), "--out", str(out)]
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "onnxruntime", None)  # as if it were not installed
        assert export.main(arguments) == 2 and not list(out.iterdir())
        assert "Install it (pip install -r requirements.lock), or give --unchecked" in capsys.readouterr().err
        assert export.main([*arguments, "--unchecked"]) == 0
    precision, card, checked = told_of(out / "musflow-decoder")
    assert (
        "fp32 arithmetic; not checked" in precision and "| Graph against network | not checked" in card and not checked
    )
    assert "Not recorded: the run's folder holds no prepared shards" in card
    pytest.importorskip("onnxruntime")
    assert export.main([*arguments, "--unchecked"]) == 0  # what can be checked is
    precision, card, checked = told_of(out / "musflow-decoder")
    assert (
        "not checked" not in precision + card and re.search(r"\| Graph against network \| \d+\.\d dB", card) and checked
    )


def other_inputs(id, inputs):
    """Other inputs than those it was traced with: a batch of two, and other lengths where they may vary."""
    if id == "musflow-decoder":
        return {"latent": normal(1, (2, 8, 20, 25))}
    if id == "musflow-vocoder":
        score = control_of(np.array([[2, 40, 0.1, 0.5, 0.7, 33], [3, 36, 0.2, 0.1, 0.9, 0]], np.float32), 20)
        tonal, drums = (np.stack([v, v]) for v in (tonal_of_roles(score.tonal), score.drums))
        return {
            "mel": normal(2, (2, 1, 80, 100)) - 5,
            "tonal": tonal,
            "drums": drums,
            "first": np.array([0, 400], np.float32),
        }
    doubled = {name: np.concatenate([value, value]) for name, value in inputs.items()}
    if id == "musflow-velocity":
        doubled |= {"drop": np.array([[0, 0], [1, 1]], np.float32), "t": np.array([0.1, 0.9], np.float32)}
    return doubled


@pytest.mark.parametrize("id", IDS)
def test_the_graph_equals_the_network_on_other_shapes(packs, smoke, id):
    pytest.importorskip("onnxruntime")
    pack = next(p for p in packs_of(read_config(smoke / "config.toml"), smoke) if p.id == id)
    inputs = other_inputs(id, pack.inputs)
    with torch.no_grad():
        asked = pack.module.eval()(*(torch.from_numpy(inputs[port.name]) for port in pack.ins))
    made = run_onnx(packs / id / "model.onnx", inputs)
    for want, have in zip(asked if isinstance(asked, tuple) else (asked,), made, strict=True):
        assert want.shape == have.shape
        assert signal_to_noise(want.numpy(), have) > 55


def test_an_export_without_a_run_is_told(tmp_path, capsys):
    assert export.main(["--run", str(tmp_path), "--out", str(tmp_path / "out"), "--unchecked"]) == 2
    assert "config.toml" in capsys.readouterr().err


def test_an_export_of_a_run_without_a_finished_part_is_told(smoke, tmp_path, capsys):
    shutil.copyfile(smoke / "config.toml", tmp_path / "config.toml")
    assert export.main(["--run", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    assert "is trained to its end: go on with musflow.train" in capsys.readouterr().err


def test_the_temperature_of_the_engine_is_what_it_is_there():
    schema = (ROOT.parents[1] / "bridge/protocol/musflow.ts").read_text(encoding="utf-8")
    _, settings = schema.split("  temperature: z\n")
    assert float(re.search(r"\.default\(([\d.]+)\)", settings)[1]) == ENGINE_TEMPERATURE


@pytest.mark.parametrize(("configured", "asked"), [(None, ENGINE_TEMPERATURE), (0.5, 0.5)])
def test_the_flow_is_drawn_at_the_temperature_of_the_engine_or_of_the_configuration(
    smoke, monkeypatch, configured, asked
):
    config = read_config(smoke / "config.toml")
    assert config.flow.temperature is None
    config = dataclasses.replace(config, flow=dataclasses.replace(config.flow, temperature=configured))
    started = []
    monkeypatch.setattr(pictures, "euler", lambda field, noise, grid: started.append(noise) or noise)
    pictures.spectra_of(config, smoke, Corpus([smoke / "corpus/synthetic-validation-0"]), 0)
    assert float(started[0].std()) == pytest.approx(asked, rel=0.02)


def test_pictures_are_drawn(smoke, tmp_path):
    pytest.importorskip("matplotlib")
    assert pictures.main(["--run", str(smoke), "--out", str(tmp_path), "--clips", "1"]) == 0
    for name in ("curves.png", "spectrograms.png"):
        assert (tmp_path / name).read_bytes().startswith(b"\x89PNG")


def test_a_run_that_begins_with_packs_has_their_networks(packs, smoke, tmp_path, capsys):
    config, out = read_config(smoke / "config.toml"), tmp_path / "run"
    anew = adopt.adopt(packs, config, out)
    assert all(name.startswith("encoder.") for name in anew.pop("vae"))
    assert anew == {
        "encoders": ["log_scale"],
        "align": [],
        "vocoder": [],
        "generate": ["prior.mel.bias", "prior.mel.weight"],
    }
    for part, stage in (("encoders", "encoders"), ("align", "joint"), ("vocoder", "vocoder"), ("generate", "joint")):
        taken = checkpoint.load(out / f"{part}.pt")
        assert taken["progress"]["done"] == (part in ("encoders", "align"))
        known = weights_of(smoke, stage)[0]
        if stage == "joint":
            prefix = "adapters." if part == "align" else "velocity."
            known = {name.removeprefix(prefix): value for name, value in known.items() if name.startswith(prefix)}
        for name, value in taken["module"].items():
            if name not in anew[part]:
                assert value.shape == known[name].shape, name
                assert torch.allclose(value.float(), known[name].float(), rtol=1e-3, atol=1e-5), name
    arguments = ["--packs", str(packs), "--config", str(smoke / "config.toml"), "--out"]
    assert adopt.main([*arguments, str(out)]) == 2 and "is a run already" in capsys.readouterr().err
    assert adopt.main(["--packs", str(tmp_path), *arguments[2:], str(tmp_path / "other")]) == 2
    assert "Name a folder of musflow packs" in capsys.readouterr().err
