"""Disks that do not take what is written: every writer tells it and leaves nothing half written."""

from __future__ import annotations

import contextlib
import errno
import fnmatch
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from conftest import ROOT

from musflow import adopt, checkpoint, export, pictures, storage, synthetic, train
from musflow.storage import StorageError, save_array, write_whole, written_beside


@contextlib.contextmanager
def disk_full_at(pattern):
    """Lets the disk be full when a file whose name fits ``pattern`` is written."""

    def sync(stream):
        if fnmatch.fnmatch(Path(stream.name).name, pattern):
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storage, "sync", sync)
        yield


@contextlib.contextmanager
def files_of_at_most(size):
    """Lets the system itself refuse what is more than ``size`` bytes in a file, to this process and those it starts."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def half_written(folder):
    return [path.name for path in folder.rglob("*.part")]


def test_a_full_disk_is_told_and_what_was_there_stays_whole(tmp_path):
    path = tmp_path / "x.pt"
    checkpoint.save(path, {"a": {"b": torch.ones(3)}}, {"step": 1, "rate": 0.5})
    told = (
        r"disk is full: x\.pt needs 0\.0 MB.*x\.pt, is whole\. Make room there, or name another folder .* same command"
    )
    with disk_full_at("x.pt.part"), pytest.raises(StorageError, match=told):
        checkpoint.save(path, {"a": {"b": torch.zeros(3)}}, {"step": 2})
    assert checkpoint.load(path)["step"] == 1 and checkpoint.load(path)["a"]["b"].tolist() == [1, 1, 1]
    assert [p.name for p in tmp_path.iterdir()] == ["x.pt"]


def test_a_place_that_cannot_be_written_to_is_told(tmp_path):
    (tmp_path / "file").write_text("here already")
    with pytest.raises(StorageError, match=r"x\.json cannot be written: .*file.*Make that possible, or name another"):
        write_whole(tmp_path / "file" / "x.json", b"{}")
    assert (tmp_path / "file").read_text() == "here already"


def test_a_folder_is_written_whole_or_not_at_all(tmp_path):
    for content in ("old", "new"):
        with written_beside(tmp_path / "folder") as part:
            part.mkdir()
            (part / content).touch()
    with pytest.raises(ZeroDivisionError), written_beside(tmp_path / "folder") as part:
        part.mkdir()
        1 / 0  # noqa: B018
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["folder", "new"]


@pytest.mark.parametrize("array", [np.arange(6, dtype=np.float16).reshape(2, 3).T, np.array(7), np.zeros((0, 4))])
def test_arrays_are_written_as_numpy_reads_them(tmp_path, array):
    save_array(tmp_path / "a.npy", array)
    read = np.load(tmp_path / "a.npy")
    assert read.dtype == array.dtype and read.shape == np.ascontiguousarray(array).shape and (read == array).all()


def command(shards, out, parts, config=ROOT / "configs/smoke.toml"):
    return ["--config", str(config), "--shards", str(shards), "--out", str(out), "--parts", parts]


@pytest.mark.parametrize("name", ["config.toml", "machine.txt", "audio.npy", "index.json", "vae.pt", "vae.json"])
def test_a_full_disk_ends_training_with_a_sentence_and_the_same_command_goes_on(shards, tmp_path, capsys, name):
    arguments = command(shards, tmp_path, "vae")
    with disk_full_at(f"{name}*"):
        assert train.main(arguments) == 2
    told = capsys.readouterr().err
    place = "synthetic-train-0 needs room" if name in ("audio.npy", "index.json") else f"{name} needs"
    assert f"The disk is full: {place}" in told and "with the same --out the command goes on" in told
    assert not half_written(tmp_path)
    assert (tmp_path / "corpus/synthetic-train-0").exists() == name.startswith("vae")
    if name.endswith(".npy"):
        assert train.main([*arguments, "--stop-after", "0"]) == 3
        assert len(list(tmp_path.glob("corpus/*/index.json"))) == 3


@pytest.mark.parametrize(
    ("part", "derived", "name"),
    [("align", "music", "music.npy"), ("align", "music", "music.from"), ("generate", "latents", "latents.npy")],
)
def test_a_full_disk_while_deriving_is_told(shards, smoke, tmp_path, capsys, part, derived, name):
    out = shutil.copytree(smoke, tmp_path / "run")
    for path in (out / f"{part}.pt", *out.glob(f"corpus/*/{derived}.*")):
        path.unlink()
    with disk_full_at(f"{name}.part"):
        assert train.main(command(shards, out, part)) == 2
    assert f"The disk is full: {name} needs" in capsys.readouterr().err and not half_written(out)
    if part == "align":
        assert train.main(command(shards, out, part)) == 0


def test_processes_that_are_started_tell_it_too(shards, tmp_path, capfd):
    text = (ROOT / "configs/smoke.toml").read_text().replace("processes = 1", "processes = 2")
    (tmp_path / "two.toml").write_text(text)
    with files_of_at_most(1 << 20):
        assert train.main(command(shards, tmp_path / "run", "vae", tmp_path / "two.toml")) == 2
    told = capfd.readouterr().err
    assert "cannot be written: [Errno 27]" in told and "the command goes on from there" in told
    assert "Traceback" not in told and not half_written(tmp_path)


def test_a_pack_that_does_not_fit_is_told(smoke, tmp_path, capsys):
    pytest.importorskip("onnx")
    with files_of_at_most(1 << 14):
        assert export.main(["--run", str(smoke), "--out", str(tmp_path), "--unchecked"]) == 2
    assert "musflow-adapters cannot be written: [Errno 27]" in capsys.readouterr().err and not list(tmp_path.iterdir())


def test_pictures_that_do_not_fit_are_told(smoke, tmp_path, capsys):
    pytest.importorskip("matplotlib")
    with files_of_at_most(1 << 12):
        assert pictures.main(["--run", str(smoke), "--out", str(tmp_path)]) == 2
    assert "curves.png cannot be written: [Errno 27]" in capsys.readouterr().err and not list(tmp_path.iterdir())


def test_shards_that_do_not_fit_are_told(tmp_path, capsys):
    with files_of_at_most(1 << 20):
        assert synthetic.main([str(tmp_path), "--clips", "2", "--shards", "1"]) == 2
    assert "synthetic-train-0.tar cannot be written: [Errno 27]" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_packs_are_adopted_whole_or_not_at_all(smoke, packs, tmp_path, capsys):
    arguments = ["--packs", str(packs), "--config", str(smoke / "config.toml"), "--out", str(tmp_path)]
    with disk_full_at("vocoder.pt.part"):
        assert adopt.main(arguments) == 2
    assert "vocoder.pt needs" in capsys.readouterr().err and not list(tmp_path.iterdir())
    assert adopt.main(arguments) == 0
