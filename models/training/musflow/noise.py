"""Seeded normal noise that is the same here and in TypeScript.

Integers: sfc32 seeded by splitmix32, the mirror of ``bridge/protocol/seededRandom.ts``. Normal numbers: Box and Muller (1958) in double
precision, pair by pair, then rounded to single. Both runtimes' logarithm, sine and cosine are within an ulp of a double, so the rounded
values are equal but for about one in 10⁸, which may differ in its last bit.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

_MASK = 0xFFFFFFFF


def _avalanche(value: int) -> int:
    value = ((value ^ (value >> 16)) * 0x85EBCA6B) & _MASK
    value = ((value ^ (value >> 13)) * 0xC2B2AE35) & _MASK
    return value ^ (value >> 16)


def hash_text(text: str) -> int:
    """FNV-1a over UTF-16 code units with a final avalanche: ``hashText`` of the TypeScript."""
    value = 0x811C9DC5
    units = text.encode("utf-16-le")
    for low, high in zip(units[::2], units[1::2], strict=True):
        value = ((value ^ (low | high << 8)) * 0x01000193) & _MASK
    return _avalanche(value)


def decision_seed(seed: int, decision: str) -> int:
    """The seed of one named decision under a master seed: ``decisionSeed`` of the TypeScript."""
    return _avalanche((seed ^ hash_text(decision)) & _MASK)


def random_words(seed: int) -> Iterator[int]:
    """The endless stream of 32-bit words behind ``seededRandom(seed).next()``, which is each word / 2³²."""
    state = seed & _MASK

    def fill() -> int:
        nonlocal state
        state = (state + 0x9E3779B9) & _MASK
        return _avalanche(state)

    a, b, c = fill(), fill(), fill()
    counter = 1
    produced = 0
    while True:
        total = (a + b + counter) & _MASK
        counter = (counter + 1) & _MASK
        a = b ^ (b >> 9)
        b = (c + (c << 3)) & _MASK
        c = ((((c << 21) | (c >> 11)) & _MASK) + total) & _MASK
        produced += 1
        if produced > 12:
            yield total


def uniform(seed: int, count: int) -> NDArray[np.float64]:
    """The first ``count`` numbers of the stream, in [0, 1)."""
    words = random_words(seed)
    return np.fromiter((next(words) for _ in range(count)), np.float64, count) / 2.0**32


def normal(seed: int, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Standard normal numbers of a seed, in row-major order.

    Each pair (u, w) of the stream gives r·cos(2πw), then r·sin(2πw), with r = √(−2 ln(1 − u)): 1 − u is in (0, 1], so the
    logarithm is finite.
    """
    count = math.prod(shape)
    stream = uniform(seed, count + count % 2).reshape(-1, 2)
    radius = np.sqrt(-2.0 * np.log(1.0 - stream[:, 0]))
    angle = 2.0 * np.pi * stream[:, 1]
    pairs = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return pairs.reshape(-1)[:count].astype(np.float32).reshape(shape)
