"""Shards, whole and broken, and the corpus that is prepared from them."""

from __future__ import annotations

import io
import json
import tarfile

import numpy as np
import pytest

from musflow import synthetic
from musflow.control import NO_STYLE, tonal_of_roles
from musflow.corpus import Corpus, prepare, tally
from musflow.mel import LEITMOTIF_32K, PAPER_16K, log_mel
from musflow.shards import SampleError, ShardError, find_shards, read_shard


def test_a_sample_has_what_the_contract_says(shards):
    sample = next(read_shard(find_shards(shards, "train")[0]))
    assert sample.samples.shape == (327_680,) and sample.samples.dtype == np.float32
    assert sample.notes.shape[1] == 6 and sample.image.shape == (2, synthetic.IMAGE_WIDTH)
    assert sample.story.shape == sample.caption.shape == (2, 384)
    assert np.linalg.norm(sample.caption, axis=1) == pytest.approx(1, abs=1e-5)


def rewritten(source, target, change):
    """Copies a shard file by file through ``change(name, content)`` → content, or None to leave it out."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old:
            content = change(member.name, old.extractfile(member).read())
            if content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))
    return target


@pytest.mark.parametrize(
    ("ending", "content", "reason"),
    [
        (".caption.npy", None, "has no .caption.npy"),
        (".notes.npy", b"broken", "is broken"),
        (".json", b'{"split": "test"}', "of the split 'test'"),
        (".wav", b"RIFF", "the sound of .* is broken"),
        (".wav", None, "neither .flac nor .wav"),
        (".wav", synthetic._wav(np.zeros(1, np.float32)), r"\(1,\) at 32000 Hz"),
    ],
)
def test_a_bad_sample_is_refused_by_name_and_the_others_are_read(shards, tmp_path, ending, content, reason):
    source = find_shards(shards, "train")[0]
    bad = rewritten(
        source, tmp_path / "bad-train-0.tar", lambda name, old: content if name.endswith("0001" + ending) else old
    )
    with pytest.raises(SampleError, match=reason):
        list(read_shard(bad))
    refused = []
    assert len(list(read_shard(bad, refused))) == 3
    assert len(refused) == 1 and "0001" in refused[0]


def test_an_interrupted_shard_is_told(shards, tmp_path):
    source = find_shards(shards, "train")[0]
    cut = tmp_path / "cut-train-0.tar"
    cut.write_bytes(source.read_bytes()[: source.stat().st_size // 2])
    with pytest.raises(ShardError, match=r"cut-train-0\.tar is broken after sample"):
        list(read_shard(cut))
    with pytest.raises(ShardError, match="no shard of the split 'test'"):
        find_shards(shards, "test")
    (tmp_path / "new-test-0.tar.part").touch()
    with pytest.raises(ShardError):
        find_shards(tmp_path, "test")


def test_the_prepared_corpus_says_what_the_shards_say(shards, tmp_path):
    folders, refused = prepare(shards, tmp_path, "train", LEITMOTIF_32K)
    corpus = Corpus(folders)
    assert len(corpus) == 8 and not refused
    sample = list(read_shard(find_shards(shards, "train")[1]))[2]
    index = corpus.ids.index(sample.info["id"])
    mel = corpus.mel([index], [100], 40)[0, 0].numpy()
    assert np.abs(mel - log_mel(sample.samples, LEITMOTIF_32K)[100:140]).max() < 0.01
    assert np.abs(corpus.audio([index], [500], 64)[0].numpy() - sample.samples[500:564]).max() < 1e-4
    whole, _ = corpus.roles([index])
    part, _ = corpus.roles([index], [8], 4, 16)
    assert part.shape == (1, 20, 792) and not part[0, :8].any()
    assert (part[0, 8:] == whole[0, :12]).all()
    score = corpus.score([index])
    assert score.tonal.shape == (1, 256, 1584) and score.programs.shape == (1, 7) and score.style.tolist() == [NO_STYLE]
    assert np.array_equal(tonal_of_roles(score.tonal[0].numpy()), whole[0].numpy())
    before = {folder: folder.stat().st_mtime_ns for folder in folders}
    prepare(shards, tmp_path, "train", LEITMOTIF_32K)
    assert before == {folder: folder.stat().st_mtime_ns for folder in folders}
    folders_again, _ = prepare(shards, tmp_path / "two", "train", LEITMOTIF_32K, workers=2)
    assert (Corpus(folders_again).mel([index], [100], 40)[0, 0].numpy() == mel).all()
    changed = tmp_path / "changed"
    changed.mkdir()
    for shard in find_shards(shards, "train"):
        (changed / shard.name).write_bytes(find_shards(shards, "train")[0].read_bytes())
    prepare(changed, tmp_path, "train", LEITMOTIF_32K)
    assert len(set(Corpus(folders).ids)) == 4


def test_what_clips_are_is_counted_and_what_nobody_told_is_unknown(shards, tmp_path):
    source = find_shards(shards, "train")[0]
    bare = b'{"split": "train"}'
    rewritten(source, tmp_path / "bare-train-0.tar", lambda name, old: bare if name.endswith("0.json") else old)
    (folder,), _ = prepare(tmp_path, tmp_path / "corpus", "train", LEITMOTIF_32K)
    counted = tally(tmp_path / "corpus", "train")
    assert (counted.clips, counted.sets, counted.shards) == (4, ["bare"], ["bare-train-0"])
    assert counted.licences == {"CC0-1.0": 3, "unknown": 1} and counted.kinds == {"synthetic": 3, "unknown": 1}
    index = json.loads((folder / "index.json").read_text())
    (folder / "index.json").write_text(json.dumps({"ids": index["ids"]}))
    assert tally(tmp_path / "corpus", "train").licences == {"not recorded": 4}
    assert tally(tmp_path / "corpus", "validation").clips == 0


def test_a_shard_of_which_nothing_can_be_used_is_told(shards, tmp_path):
    source = find_shards(shards, "train")[0]
    bad = rewritten(source, tmp_path / "bad-train-0.tar", lambda name, old: None if name.endswith(".wav") else old)
    with pytest.raises(ShardError, match=r"bad-train-0\.tar holds no sample that can be used \(.*has neither \.flac"):
        prepare(tmp_path, tmp_path / "corpus", "train", LEITMOTIF_32K)
    rewritten(source, bad, lambda name, old: None)
    with pytest.raises(ShardError, match=r"\(it is empty\)\. Build it again, or take it away"):
        prepare(tmp_path, tmp_path / "corpus", "train", LEITMOTIF_32K)
    bad.unlink()
    bad.symlink_to(tmp_path / "nowhere")
    with pytest.raises(ShardError, match=r"bad-train-0\.tar cannot be read"):
        prepare(tmp_path, tmp_path / "corpus", "train", LEITMOTIF_32K)
    assert not (tmp_path / "corpus").exists()


def test_the_papers_format_is_prepared_too(shards, tmp_path):
    folders, _ = prepare(shards, tmp_path, "validation", PAPER_16K)
    assert Corpus(folders).mel([0]).shape == (1, 1, 1024, 64)


def test_flac_is_read_like_wav(shards, tmp_path):
    soundfile = pytest.importorskip("soundfile")
    source = find_shards(shards, "train")[0]
    wanted = list(read_shard(source))
    sounds = {sample.stem: sample.samples for sample in wanted}
    with tarfile.open(source) as old, tarfile.open(tmp_path / "flac-train-0.tar", "w") as new:
        for member in old:
            content = old.extractfile(member).read()
            stem, _, extension = member.name.partition(".")
            if extension == "wav":
                stream = io.BytesIO()
                soundfile.write(stream, sounds[stem], 32_000, format="FLAC", subtype="PCM_16")
                member.name, content = f"{stem}.flac", stream.getvalue()
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    for have, want in zip(read_shard(tmp_path / "flac-train-0.tar"), wanted, strict=True):
        assert np.abs(have.samples - want.samples).max() < 1e-4
