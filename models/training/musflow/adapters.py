"""The adapters (paper §3.1.1): one MLP of four layers a modality into the space of e_M, and the mean over what is given.

    e_f = (1/n) Σ_i MLP_i(e_i),   L_A = ‖e_M − e_f‖²

Here the image and the texts come from encoders of different widths (the paper's are all 512), hence a first layer for each.
"""

from __future__ import annotations

import torch
from torch import nn

from .masks import CONDITIONS

#: The width of e_M and e_f.
EMBEDDING = 512


class Standardize(nn.Module):
    """Subtracts the mean and divides by the deviation of each feature over the training set.

    Unit-length features of 1280 dimensions are of the order 0.03 each, measured readings of the order 1.
    """

    mean: torch.Tensor
    deviation: torch.Tensor

    def __init__(self, width: int) -> None:
        """Leaves features of ``width`` as they are until :meth:`fit` is called."""
        super().__init__()
        self.register_buffer("mean", torch.zeros(width))
        self.register_buffer("deviation", torch.ones(width))

    def fit(self, features: torch.Tensor) -> None:
        """Takes mean and deviation from ``features`` [samples, width]; a feature that hardly varies is not blown up."""
        self.mean.copy_(features.mean(0))
        deviation = features.std(0)
        self.deviation.copy_(deviation.clamp(min=max(0.2 * float(deviation.median()), 1e-6)))

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        """[batch, width] → the same shape; held within ±8 deviations, for a stranger's picture may be far off."""
        return ((features - self.mean) / self.deviation).clamp(-8.0, 8.0)


class Adapter(nn.Module):
    """Four linear layers with GELU between them: [batch, width] → [batch, 512]."""

    def __init__(self, width: int, hidden: int = EMBEDDING, dropout: float = 0.1) -> None:
        """Makes an adapter for features of ``width``."""
        super().__init__()
        self.standardize = Standardize(width)
        layers: list[nn.Module] = []
        for inputs in (width, hidden, hidden):
            layers += [nn.Linear(inputs, hidden), nn.GELU(), nn.Dropout(dropout)]
        last = nn.Linear(hidden, EMBEDDING)
        with torch.no_grad():
            last.weight.mul_(0.1)  # e_M has elements of the order 0.04
        self.layers = nn.Sequential(*layers, last)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        """[batch, width] → [batch, 512]."""
        return self.layers(self.standardize(features))


class Adapters(nn.Module):
    """The three adapters and their mean."""

    def __init__(self, image_width: int, text_width: int, hidden: int = EMBEDDING, dropout: float = 0.1) -> None:
        """Makes adapters for image features of ``image_width`` and sentence embeddings of ``text_width``."""
        super().__init__()
        widths = {"image": image_width, "story": text_width, "caption": text_width}
        self.by_condition = nn.ModuleDict({name: Adapter(widths[name], hidden, dropout) for name in CONDITIONS})

    def each(self, image: torch.Tensor, story: torch.Tensor, caption: torch.Tensor) -> torch.Tensor:
        """What each adapter says, [batch, 3, 512], in the order of :data:`CONDITIONS`."""
        given = zip(CONDITIONS, (image, story, caption), strict=True)
        return torch.stack([self.by_condition[name](features) for name, features in given], dim=1)

    def forward(
        self, image: torch.Tensor, story: torch.Tensor, caption: torch.Tensor, given: torch.Tensor
    ) -> torch.Tensor:
        """e_f [batch, 512]; ``given`` [batch, 3] is 1 for the conditions that there are (0 for all gives 0)."""
        weights = given / given.sum(1, keepdim=True).clamp(min=1.0)
        return (self.each(image, story, caption) * weights[:, :, None]).sum(1)


def alignment_loss(music: torch.Tensor, fused: torch.Tensor) -> torch.Tensor:
    """L_A: the squared distance of e_M and e_f, both [batch, 512], summed over dimensions, mean over the batch (paper, eq. 3)."""
    return (music - fused.float()).square().sum(1).mean()
