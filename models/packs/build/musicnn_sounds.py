"""The synthetic sounds of the audio reference, and the original front end on them.

Every language computes the sounds alike: sines, and noise from integers. Their twin in TypeScript is
test/integration/packs/audioReference.ts.
"""

from __future__ import annotations

from collections.abc import Callable

import librosa
import numpy as np

RATE, FFT_SIZE, HOP, MELS, FRAMES = 16000, 512, 256, 96, 187
"""Hz, samples of a spectrum, samples between two, bands, spectra of a patch (musicnn/configuration.py)."""


def sines(time: np.ndarray, frequencies: list[float]) -> np.ndarray:
    """The mean of sines with three harmonics each."""
    tones = [np.sin(2 * np.pi * f * h * time) / h for f in frequencies for h in (1, 2, 3)]
    return np.sum(tones, axis=0) / len(frequencies)


def noise(count: int) -> np.ndarray:
    """White noise in -1...1 from the linear congruence of Numerical Recipes, seed 1."""
    state, values = 1, np.empty(count)
    for i in range(count):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        values[i] = state / 2**31 - 1
    return values


def chord(time: np.ndarray) -> np.ndarray:
    """C major, held."""
    return 0.2 * sines(time, [261.63, 329.63, 392.0])


def clicks(time: np.ndarray) -> np.ndarray:
    """Decaying noise twice a second."""
    return 0.7 * noise(time.size) * np.exp(-60 * (time % 0.5))


def arpeggio(time: np.ndarray) -> np.ndarray:
    """A minor, plucked, eight notes a second."""
    notes = np.array([220.0, 261.63, 329.63, 440.0])
    step = np.floor(time * 8).astype(np.int64)
    tone = np.sin(2 * np.pi * notes[step % 4] * time) + 0.5 * np.sin(4 * np.pi * notes[step % 4] * time)
    return 0.3 * tone * np.exp(-12 * (time % 0.125))


def beat(time: np.ndarray) -> np.ndarray:
    """A low pulse and hiss, loud."""
    kick = np.sin(2 * np.pi * 55 * time) * np.exp(-18 * (time % 0.5))
    hiss = noise(time.size) * np.exp(-80 * ((time + 0.25) % 0.5))
    return 0.6 * kick + 0.3 * hiss + 0.1 * sines(time, [110.0])


SOUNDS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "chord": chord,
    "noise": lambda time: 0.3 * noise(time.size),
    "clicks": clicks,
    "arpeggio": arpeggio,
    "beat": beat,
}


def samples_of(name: str) -> np.ndarray:
    """Three seconds, fp32 [48000]."""
    return SOUNDS[name](np.arange(3 * RATE) / RATE).astype(np.float32)


def original_patch(samples: np.ndarray) -> np.ndarray:
    """fp32 [187, 96]: the front end of musicnn/extractor.py, with the padding that librosa had in its time.

    The original rounds powers to fp16 before it takes logarithms; that step is left out.
    """
    power = librosa.feature.melspectrogram(
        y=samples, sr=RATE, hop_length=HOP, n_fft=FFT_SIZE, n_mels=MELS, pad_mode="reflect"
    ).T
    return np.log10(10000 * power + 1).astype(np.float32)[:FRAMES]


def rounded_patch(samples: np.ndarray) -> np.ndarray:
    """The same with the original's rounding to fp16, to tell how much that step matters."""
    power = librosa.feature.melspectrogram(
        y=samples, sr=RATE, hop_length=HOP, n_fft=FFT_SIZE, n_mels=MELS, pad_mode="reflect"
    ).T
    return np.log10(10000 * power.astype(np.float16) + 1).astype(np.float32)[:FRAMES]
