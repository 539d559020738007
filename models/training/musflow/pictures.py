"""Pictures of a run: the curve of every part, and a sheet of spectrograms, asked against made, of held-out clips.

    python -m musflow.pictures --run <folder> --out <folder> [--clips 10]

Needs matplotlib.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch

from .checkpoint import CheckpointError
from .config import ENGINE_TEMPERATURE, PARTS, Config, ConfigError, read_config
from .corpus import Corpus
from .flow import euler, uniform_grid
from .masks import CONDITIONS, SUBSETS
from .mel import LogMel
from .noise import normal
from .sound_parts import held_out_indices
from .stages import fused, guided_field
from .storage import StorageError, write_whole
from .trained import adapters_of, is_done, vae_of, velocity_of, vocoder_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_DPI = 100


def draw_curves(run: Path, path: Path) -> list[str]:
    """Readings in training (thin) and figures on held-out clips (dots) over seconds, one panel a part; gives the parts drawn."""
    from matplotlib.figure import Figure

    known = [part for part in PARTS if (run / f"{part}.json").exists()]
    if not known:
        return []
    figure = Figure(figsize=(6.4 * 2, 3.2 * ((len(known) + 1) // 2)), dpi=_DPI, layout="constrained")
    for place, part in enumerate(known, 1):
        axes = figure.add_subplot((len(known) + 1) // 2, 2, place)
        progress = json.loads((run / f"{part}.json").read_text())
        for source, style in (("curve", "-"), ("figures", "o")):
            rows = progress[source]
            names = [name for name in (rows[-1] if rows else {}) if name not in ("step", "seconds", "rate")]
            for name in names:
                seen = [row for row in rows if name in row]
                label = name if source == "curve" else f"{name} (held out)"
                values = [row[name] for row in seen]
                axes.plot([row["seconds"] for row in seen], values, style, linewidth=0.9, markersize=3, label=label)
        axes.set_title(f"{part}: {progress['step']} steps, {progress['elapsed']:.0f} s")
        axes.set_xlabel("seconds")
        axes.set_yscale("log")
        axes.legend(fontsize=6)
        axes.grid(alpha=0.3)
    _save(figure, path)
    return known


@torch.no_grad()
def spectra_of(config: Config, run: Path, corpus: Corpus, index: int) -> dict[str, np.ndarray]:
    """Log-mels [frames, bands] of one held-out clip: itself, and what each trained network makes of it.

    The flow begins at the temperature of the engine, unless the configuration has one; steps and guidance are the configuration's.
    """
    mel = corpus.mel([index])
    tonal, drums = corpus.roles([index])
    spectra = {"asked": mel[0, 0].numpy()}
    vae, _ = vae_of(config, run)
    spectra["autoencoder"] = vae.decode_raw(vae.posterior(mel)[0])[0, 0].numpy()
    vocoder = vocoder_of(config, run) if is_done(run, "vocoder") else None
    log_mel, zero = LogMel(config.mel), torch.zeros(1)
    if vocoder is not None:
        spectra["vocoder"] = log_mel(vocoder(mel[:, 0], tonal, drums, zero))[0].numpy()
    stage = "joint" if is_done(run, "joint") else "generate"
    if is_done(run, stage):
        batch = {name: corpus.features(name, [index], zero) for name in CONDITIONS}
        batch |= {"given": SUBSETS[6:], **corpus.score([index])._asdict()}
        adapters = adapters_of(config, run, "joint" if stage == "joint" else "align")
        velocity = velocity_of(config, run, stage)
        field = guided_field(velocity, batch, fused(adapters, batch), config.flow.guidance)
        noise = torch.from_numpy(normal(index, (1, 8, 256, config.latent_bands)))
        temperature = ENGINE_TEMPERATURE if config.flow.temperature is None else config.flow.temperature
        made = vae.decode(euler(field, temperature * noise, uniform_grid(config.flow.solver_steps)))
        spectra["flow"] = made[0, 0].numpy()
        if vocoder is not None:
            spectra["flow, as heard"] = log_mel(vocoder(made[:, 0], tonal, drums, zero))[0].numpy()
    return spectra


def draw_sheet(config: Config, run: Path, path: Path, clips: int) -> int:
    """A row for each of ``clips`` held-out clips, a column for each network; gives how many rows there are."""
    from matplotlib.figure import Figure

    folders = sorted(folder for folder in (run / "corpus").glob("*-validation-*") if (folder / "index.json").exists())
    if not folders or not is_done(run, "vae"):
        return 0
    corpus = Corpus(folders)
    rows = [spectra_of(config, run, corpus, index) for index in held_out_indices(corpus, clips)]
    columns = max(len(row) for row in rows)
    figure = Figure(figsize=(4.2 * columns, 2.2 * len(rows)), dpi=_DPI, layout="constrained")
    for y, row in enumerate(rows):
        for x, (name, mel) in enumerate(row.items()):
            axes = figure.add_subplot(len(rows), columns, y * columns + x + 1)
            axes.imshow(
                mel.T,
                origin="lower",
                aspect="auto",
                cmap="magma",
                vmin=-9.0,
                vmax=3.0,
                extent=(0, 10.24, 0, mel.shape[1]),
            )
            error = np.abs(mel - row["asked"]).mean()
            axes.set_title(name if name == "asked" else f"{name}: L1 {error:.2f} nat", fontsize=8)
            axes.tick_params(labelsize=6)
    _save(figure, path)
    return len(rows)


def _save(figure: Figure, path: Path) -> None:
    stream = io.BytesIO()
    figure.savefig(stream, format="png")
    write_whole(path, stream.getvalue())


def main(arguments: list[str] | None = None) -> int:
    """The command line; 2 for an error that is told."""
    parser = argparse.ArgumentParser(description="Draws the curves and spectrograms of a run.")
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--clips", type=int, default=10)
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(1)
    try:
        drawn = draw_curves(chosen.run, chosen.out / "curves.png")
        rows = draw_sheet(
            read_config(chosen.run / "config.toml"), chosen.run, chosen.out / "spectrograms.png", chosen.clips
        )
    except ImportError:
        print("matplotlib is needed for pictures", file=sys.stderr)
        return 2
    except (ConfigError, CheckpointError, StorageError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"curves of {', '.join(drawn) or 'nothing'}; {rows} clips")
    return 0


if __name__ == "__main__":
    sys.exit(main())
