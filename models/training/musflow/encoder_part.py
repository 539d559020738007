"""How the joint space of music and text is trained (the place of CLAP in paper §3.1.1)."""

from __future__ import annotations

import torch
from torch import nn

from .config import Config
from .corpus import Corpus
from .encoders import JointEncoders, contrastive_loss, unit_length
from .mel import CLIP_FRAMES
from .sound_parts import draw_indices, fit_mel, held_out_indices
from .trainer import Batch, Part, Readings

#: Two sentence embeddings of this cosine or more say the same.
SAME_TEXT = 0.97


class EncodersPart(Part):
    """Audio tower and text projection against each other, on captions and, half as often, stories."""

    name = "encoders"
    half = True

    def __init__(self, config: Config, train: Corpus, held_out: Corpus) -> None:
        """Makes both towers, and measures mel and texts of the training set."""
        self.config, self.train, self.held_out = config, train, held_out
        shape = config.encoders
        self.module = JointEncoders(config.mel.bands, train.width("caption"), shape.width, shape.blocks)
        fit_mel(self.module.audio, train)
        self.module.text.standardize.fit(torch.cat([train.all_rows("caption"), train.all_rows("story")]))

    def draw(self, generator: torch.Generator, count: int) -> Batch:
        """Clips, of which a random stretch of up to a quarter is silenced, with a caption or a story."""
        indices = draw_indices(self.train, count, generator)
        mel = self.train.mel(indices)
        begins = torch.randint(CLIP_FRAMES, (count,), generator=generator)
        lengths = torch.randint(CLIP_FRAMES // 4, (count,), generator=generator)
        frames = torch.arange(CLIP_FRAMES)[None]
        hidden = (frames >= begins[:, None]) & (frames < (begins + lengths)[:, None])
        mel = torch.where(hidden[:, None, :, None], self.module.audio.mel_mean.cpu(), mel)
        choice = torch.rand(count, generator=generator)
        is_story = torch.rand(count, generator=generator) < 1 / 3
        caption = self.train.features("caption", indices, choice)
        story = self.train.features("story", indices, choice)
        return {"mel": mel, "text": torch.where(is_story[:, None], story, caption)}

    def loss(self, batch: Batch, adversarial: bool) -> tuple[torch.Tensor, Readings]:
        """The contrastive loss."""
        meaning = unit_length(batch["text"])
        same = meaning @ meaning.T > SAME_TEXT
        music, words = self.module.audio(batch["mel"]), self.module.text(batch["text"])
        loss = contrastive_loss(music, words, self.module.log_scale, same)
        return loss, {"scale": float(self.module.log_scale.detach().exp())}

    def evaluate(self, module: nn.Module, final: bool) -> Readings:
        """``first`` and ``tenth``: share of held-out clips whose caption (or one that says the same) is the nearest, or in the ten nearest.

        ``chance`` is what guessing reaches for the first.
        """
        device = module.log_scale.device
        indices = held_out_indices(self.held_out, self.config.run.held_out * (32 if final else 8))
        texts = self.held_out.features("caption", indices, torch.zeros(len(indices)))
        music = torch.cat([module.audio(self.held_out.mel([index]).to(device)) for index in indices]).cpu()
        words = module.text(texts.to(device)).cpu()
        meaning = unit_length(texts)
        right = meaning @ meaning.T > SAME_TEXT
        order = (music @ words.T).argsort(dim=1, descending=True)
        hits = right.gather(1, order)
        return {
            "first": float(hits[:, :1].any(1).float().mean()),
            "tenth": float(hits[:, :10].any(1).float().mean()),
            "chance": float(right.float().mean()),
        }
