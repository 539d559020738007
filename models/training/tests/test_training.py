"""The loop: schedules, resuming, teams, the command line."""

from __future__ import annotations

import json
import math
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from conftest import ROOT
from torch import nn

from musflow import checkpoint, storage, train
from musflow.checkpoint import CheckpointError
from musflow.config import PARTS, ConfigError, Plan, Run, read_config
from musflow.control import TONAL_WIDTH, UNKNOWN
from musflow.flow import spread
from musflow.prior import LEAST_DEVIATION, Foretold
from musflow.shards import ShardError
from musflow.sound_parts import VaePart
from musflow.team import Team, computes_half, lone_team, team_of_spawned
from musflow.trained import is_done
from musflow.trainer import Part, Stopwatch, Trainer, learning_rate


class Clock:
    """A clock that only moves when told."""

    def __init__(self):
        self.time = 0.0

    def __call__(self):
        return self.time


class ToyPart(Part):
    """A regression with dropout; every step takes a second of ``clock``."""

    name = "toy"

    def __init__(self, clock, stop_at=10**9, watch=None):
        torch.manual_seed(1)
        self.module = nn.Sequential(nn.Linear(4, 16), nn.GELU(), nn.Dropout(0.2), nn.Linear(16, 1))
        self.clock, self.stop_at, self.watch, self.steps = clock, stop_at, watch, 0

    def draw(self, generator, count):
        x = torch.randn(count, 4, generator=generator)
        return {"x": x, "y": x[:, :1] * x[:, 1:2]}

    def loss(self, batch, adversarial):
        self.clock.time += 1.0
        self.steps += 1
        if self.steps >= self.stop_at:
            self.watch.stop()
        return (self.module(batch["x"]) - batch["y"]).square().mean(), {}

    def evaluate(self, module, final):
        return {"weight": float(module[0].weight.sum())}


def trained(folder, plan, run, stop_at=10**9):
    clock = Clock()
    watch = Stopwatch(now=clock)
    part = ToyPart(clock, stop_at, watch)
    trainer = Trainer(part, plan, run, Team(), folder, watch)
    return trainer, trainer.train()


def weights(trainer):
    return torch.cat([p.flatten() for m in (trainer.part.module, trainer.average) for p in m.parameters()])


@pytest.mark.parametrize("bound", [{"steps": 40}, {"seconds": 40.0}])
def test_a_resumed_run_makes_the_weights_of_an_unbroken_one(tmp_path, bound):
    plan, run = Plan(batch=8, learning_rate=1e-2, warmup=5, **bound), Run(ema=0.9)
    unbroken, progress = trained(tmp_path / "a", plan, run)
    assert progress.done and progress.step == 40
    for stop_at in (13, 9, 10**9):
        resumed, progress = trained(tmp_path / "b", plan, run, stop_at)
    assert progress.done and progress.step == 40
    assert torch.equal(weights(unbroken), weights(resumed))
    again, _ = trained(tmp_path / "b", plan, run)
    assert again.part.steps == 0


def test_a_plan_that_was_made_longer_goes_on_from_its_end(tmp_path):
    short, long = (Plan(batch=8, learning_rate=1e-2, warmup=5, steps=steps) for steps in (20, 50))
    _, progress = trained(tmp_path, short, Run())
    assert is_done(tmp_path, "toy", short) and not is_done(tmp_path, "toy", long)
    longer, progress = trained(tmp_path, long, Run())
    assert progress.done and progress.step == 50 and longer.part.steps == 30
    assert is_done(tmp_path, "toy", long) and is_done(tmp_path, "toy", short)


def test_batches_made_ahead_change_nothing(tmp_path):
    plan = Plan(batch=8, learning_rate=1e-2, steps=20)
    plain, _ = trained(tmp_path / "a", plan, Run())
    ahead, _ = trained(tmp_path / "b", plan, Run(loaders=3))
    assert torch.equal(weights(plain), weights(ahead))


def test_the_rate_rises_then_falls_with_the_share_that_is_spent():
    plan = Plan(batch=1, learning_rate=1.0, seconds=100, warmup=10)
    assert learning_rate(plan, 0, 0.0) == pytest.approx(0.1)
    assert learning_rate(plan, 50, 0.0) == 1.0
    assert learning_rate(plan, 50, 0.5) == pytest.approx(0.5)
    assert learning_rate(plan, 500, 1.0) == pytest.approx(1e-3)


def test_the_averaged_weights_follow(tmp_path):
    trainer, _ = trained(tmp_path, Plan(batch=8, learning_rate=1e-2, steps=30), Run(ema=0.5))
    present, mean = weights(trainer).chunk(2)
    assert 0 < float((present - mean).abs().max()) < 0.05


def test_broken_missing_and_foreign_checkpoints_are_told(tmp_path):
    with pytest.raises(CheckpointError, match="train that part first"):
        checkpoint.load(tmp_path / "none.pt")
    (tmp_path / "broken.pt").write_bytes(b"PK")
    with pytest.raises(CheckpointError, match="Delete it"):
        checkpoint.load(tmp_path / "broken.pt")
    plan = Plan(batch=8, learning_rate=1e-2, steps=2)
    trained(tmp_path, plan, Run())
    clock = Clock()
    part = ToyPart(clock)
    part.module = nn.Linear(4, 1)
    with pytest.raises(CheckpointError, match="another configuration"):
        Trainer(part, plan, Run(), Team(), tmp_path, Stopwatch(now=clock))


def test_a_gradient_that_is_not_finite_is_not_followed(tmp_path):
    class Broken(ToyPart):
        def loss(self, batch, adversarial):
            loss, readings = super().loss(batch, adversarial)
            return loss * (float("nan") if self.steps % 2 else 1.0), readings

    clock = Clock()
    plan = Plan(batch=8, learning_rate=1e-2, steps=10)
    trainer = Trainer(Broken(clock), plan, Run(), Team(), tmp_path, Stopwatch(now=clock))
    trainer.train()
    assert trainer.skipped == 5 and bool(torch.isfinite(weights(trainer)).all())


def _average(rank: int, meeting: str, out: str) -> None:
    team = team_of_spawned(rank, 2, Path(meeting))
    module = nn.Linear(3, 1, bias=False)
    module.weight.grad = torch.full((1, 3), float(rank + 1))
    told = team.average_gradients(list(module.parameters()), [10.0 * rank])
    (Path(out) / f"{rank}.json").write_text(json.dumps([module.weight.grad.tolist(), told]))


def test_two_processes_step_with_the_mean_of_their_gradients(tmp_path):
    torch.multiprocessing.spawn(_average, (str(tmp_path / "meeting"), str(tmp_path)), nprocs=2)
    said = [json.loads((tmp_path / f"{rank}.json").read_text()) for rank in range(2)]
    assert said[0] == said[1] == [[[1.5, 1.5, 1.5]], [5.0]]


def test_half_precision_is_for_gpus_and_for_cpus_that_multiply_it():
    assert computes_half(torch.device("cuda"))
    assert computes_half(torch.device("cpu"), "flags : fpu avx512f avx512_bf16 arat")
    assert not computes_half(torch.device("cpu"), "flags : fpu avx2 avx512f")
    assert not computes_half(torch.device("cpu"), "")


@pytest.fixture(scope="module")
def of_two(shards, tmp_path_factory):
    """The autoencoder that two processes trained together."""
    folder = tmp_path_factory.mktemp("two")
    text = (ROOT / "configs/smoke.toml").read_text().replace("processes = 1", "processes = 2")
    (folder / "two.toml").write_text(text)
    arguments = ["--config", str(folder / "two.toml"), "--shards", str(shards), "--out", str(folder / "run")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(torch.cuda, "is_available", lambda: False)  # on a GPU one process would do it alone
        assert train.main([*arguments, "--parts", "vae"]) == 0
    return checkpoint.load(folder / "run/vae.pt")


def same(one, other):
    return all(torch.equal(one["module"][name], other["module"][name]) for name in one["module"])


def test_two_processes_train_a_part(of_two, smoke):
    alone = checkpoint.load(smoke / "vae.pt")
    assert of_two["progress"]["step"] == alone["progress"]["step"] == 12
    assert not same(of_two, alone)


def torchrun(*arguments):
    """Two processes of torchrun that train; Debian's starts only where it is told what to do with outputs."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    launched = ["-m", "torch.distributed.run", "--redirects", "1", "--tee", "1", "--nproc_per_node", "2"]
    return subprocess.run(
        [sys.executable, *launched, "--master_port", str(port), "-m", "musflow.train", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": "", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_processes_of_torchrun_train_as_one_and_go_on(shards, of_two, tmp_path):
    arguments = ["--config", ROOT / "configs/smoke.toml", "--shards", shards, "--out", tmp_path, "--parts", "vae"]
    begun = torchrun(*arguments, "--stop-after", "0")
    assert begun.returncode == 0, begun.stderr
    assert begun.stdout.count("There is more to train (vae): the same command goes on.") == 1
    assert len(list(tmp_path.glob("corpus/*/index.json"))) == 3 and not (tmp_path / "vae.pt").exists()
    done = torchrun(*arguments)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("2 processes on cpu") == 1 and "There is more" not in done.stdout
    assert same(checkpoint.load(tmp_path / "vae.pt"), of_two)


def test_torchrun_ends_with_a_failure_where_an_error_is_told(shards, tmp_path):
    failed = torchrun("--config", tmp_path / "none.toml", "--shards", shards, "--out", tmp_path / "run")
    assert failed.returncode != 0 and "none.toml" in failed.stderr and not (tmp_path / "run").exists()


class LostError(torch.multiprocessing.ProcessRaisedException):
    def __init__(self):
        super().__init__("a peer is gone", 1, 1)


class KilledError(torch.multiprocessing.ProcessExitedException):
    def __init__(self):
        super().__init__("process 1 terminated with signal SIGKILL", 1, 1, -9, "SIGKILL")


def spawn_that(monkeypatch, error, tells):
    def spawn(function, arguments, nprocs):
        if tells:
            arguments[2].set()
        raise error

    monkeypatch.setattr(torch.multiprocessing, "spawn", spawn)


def test_processes_that_end_badly_are_told_once(monkeypatch, capsys):
    spawn_that(monkeypatch, LostError(), tells=True)
    assert train._spawn(2, ()) == 2 and capsys.readouterr().err == ""
    spawn_that(monkeypatch, LostError(), tells=False)
    with pytest.raises(LostError):
        train._spawn(2, ())
    spawn_that(monkeypatch, KilledError(), tells=False)
    assert train._spawn(2, ()) == 2
    assert "signal SIGKILL. Is there memory for all of them?" in capsys.readouterr().err


def test_being_ended_while_preparing_leaves_nothing_half_written(shards, tmp_path, monkeypatch):
    monkeypatch.setattr(storage, "sync", lambda _: os.kill(os.getpid(), signal.SIGTERM))
    config = read_config(ROOT / "configs/smoke.toml")
    with pytest.raises(SystemExit, match="143"):
        train.work(config, shards, tmp_path, ["vae"], math.inf, lone_team())
    assert [path.name for path in tmp_path.rglob("*")] == ["corpus"]


def test_where_one_process_has_to_stop_between_parts_all_do(shards, tmp_path, monkeypatch):
    monkeypatch.setattr(Team, "average_gradients", lambda *_: [0.5])  # the mean of one that is due and one that is not
    train.work(read_config(ROOT / "configs/smoke.toml"), shards, tmp_path, ["vae"], math.inf, lone_team())
    assert (tmp_path / "corpus").exists() and not (tmp_path / "vae.pt").exists()


def test_a_folder_that_machines_do_not_share_is_told(shards, tmp_path, monkeypatch):
    monkeypatch.setattr(Team, "wait", lambda _: None)
    with pytest.raises(ShardError, match=r"synthetic-train-0 is not here.*has to be a folder that all of them share"):
        train.prepare_corpora(read_config(ROOT / "configs/smoke.toml"), shards, tmp_path, Team(rank=1, world=2))


def test_the_papers_mel_trains_too(shards, tmp_path):
    text = (ROOT / "configs/smoke.toml").read_text().replace("processes = 1", 'processes = 1\nmel = "paper-16k"')
    (tmp_path / "paper.toml").write_text(text)
    arguments = ["--config", str(tmp_path / "paper.toml"), "--shards", str(shards), "--out", str(tmp_path / "run")]
    assert train.main([*arguments, "--parts", "vae,encoders,vocoder"]) == 0
    assert checkpoint.load(tmp_path / "run/vae.pt")["average"]["latent_mean"].shape == (1, 8, 1, 16)


def test_every_configuration_reads_and_takes_the_time_that_the_texts_tell():
    parts = {"cpu-short": PARTS, "cpu-tune": ("vae", "vocoder", "generate"), "cpu": PARTS, "gpu": PARTS}
    assert {path.stem for path in (ROOT / "configs").glob("*.toml")} == {"smoke", *parts}
    readme = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    for name, trained_parts in parts.items():
        path = ROOT / f"configs/{name}.toml"
        plans = read_config(path).plans
        told = f"{sum(plans[part].seconds for part in trained_parts):,.0f} s"
        assert told in path.read_text(encoding="utf-8")
        assert any(line.startswith(f"| `{name}` |") and told in line for line in readme), (name, told)


def test_a_misspelt_field_is_told(tmp_path):
    text = (ROOT / "configs/smoke.toml").read_text()
    for old, new, said in (
        ("learning_rate", "lerning_rate", "lerning_rate"),
        ("[vae]", "[vea]", "vea"),
        ("steps = 12", "steps = 12\nseconds = 3", "either seconds or steps"),
        ("[plan.joint]", "[plan.john]", "no plan for joint"),
    ):
        (tmp_path / "bad.toml").write_text(text.replace(old, new))
        with pytest.raises(ConfigError, match=said):
            read_config(tmp_path / "bad.toml")


def test_the_command_line_stops_in_time_and_goes_on(shards, tmp_path, capsys):
    arguments = ["--config", str(ROOT / "configs/smoke.toml"), "--shards", str(shards), "--out", str(tmp_path)]
    assert train.main([*arguments, "--parts", "vae", "--stop-after", "0"]) == 3
    assert "There is more to train (vae): the same command goes on." in capsys.readouterr().out
    assert train.main([*arguments, "--parts", "align"]) == 2
    assert "train that part first" in capsys.readouterr().err
    assert train.main(["--config", str(tmp_path / "none.toml"), *arguments[2:]]) == 2
    assert train.main([*arguments[:3], str(tmp_path / "nothing"), *arguments[4:]]) == 2
    assert "no shard of the split 'train'" in capsys.readouterr().err


def test_the_smoke_run_trains_all_parts(smoke):
    for part in PARTS:
        progress = checkpoint.load(smoke / f"{part}.pt")["progress"]
        assert progress["done"] and progress["figures"]


def test_a_network_that_knows_the_latent_has_no_loss(shards, smoke):
    config = read_config(smoke / "config.toml")
    corpora = train.prepare_corpora(config, shards, smoke, lone_team())
    part = train.make_part("generate", config, smoke, corpora, lone_team())
    batch = part.draw(torch.Generator().manual_seed(3), 2)
    x1 = part.vae.normalize(batch["latent"])

    class Knowing(torch.nn.Module):
        def prior(self, score):
            assert score.tonal.shape == (2, 256, TONAL_WIDTH) and score.programs.shape == (2, len(UNKNOWN))
            return Foretold(x1, torch.full_like(x1, LEAST_DEVIATION), x1, batch["mel"], 0.9 * batch["mel"][:, 0])

        def told(self, xt, t, *_):
            return (x1 - xt) / (1.0 - spread(t, xt)).clamp(min=1e-3)

    with torch.no_grad():
        _, parts = part.losses(Knowing(), batch, batch["music"])
    assert float(parts["generation"]) < 1e-4 and float(parts["mel"]) == 0.0
    assert float(parts["prior"]) == pytest.approx(math.log(LEAST_DEVIATION) - 0.5)
    assert float(parts["sketch"]) == pytest.approx(0.1 * float(batch["mel"].abs().mean()), rel=1e-4)


def test_a_decoder_that_is_kept_does_not_change_while_its_encoder_is_trained(shards, smoke, tmp_path):
    text = (smoke / "config.toml").read_text().replace("[vae]", "[vae]\nkeeps_decoder = true")
    (tmp_path / "keeps.toml").write_text(text)
    config = read_config(tmp_path / "keeps.toml")
    corpora = train.prepare_corpora(config, shards, smoke, lone_team())
    part = VaePart(config, *corpora)
    part.module.load_state_dict(checkpoint.load(smoke / "vae.pt")["average"])
    before = {name: value.clone() for name, value in part.module.state_dict().items()}
    Trainer(part, Plan(2, 1e-3, steps=3, warmup=1), Run(), lone_team(), tmp_path, Stopwatch()).train()
    changed = {name for name, value in part.module.state_dict().items() if not torch.equal(value, before[name])}
    assert changed and all(name.startswith("encoder.") for name in changed)
