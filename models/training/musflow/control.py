"""Notes → control tensors: the score as the velocity network and the vocoder read it, one row for every 40 ms.

Notes come as float32 [n, 6]: role (0 melody, 1 chords, 2 bass, 3 drums), MIDI pitch, onset in s, duration in s, velocity 0…1, General
MIDI program. Overlapping notes of one pitch are joined by the maximum. The TypeScript runtime mirrors this file;
``tests/fixtures/control.json`` holds both to the same values.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: Seconds of one control row: four mel frames.
FRAME_SECONDS = 0.04
#: Rows of a clip of 10.24 s.
CLIP_ROWS = 256
LOWEST_PITCH, PITCHES = 21, 88
#: Melody, chords, bass: the roles that have pitch.
GROUPS = 3
#: Onset, sustain, decay: a tonal row is ``group · 264 + feature · 88 + (pitch − 21)``.
TONAL_FEATURES = 3
TONAL_WIDTH = GROUPS * TONAL_FEATURES * PITCHES
#: Time constants of the two decays, in s.
TONAL_DECAY, DRUM_DECAY = 0.35, 0.2
#: How many rows a struck drum is told of after its onset.
DRUM_ROWS = 20
NO_PROGRAM = 128
DRUM_ROLE = 3

#: General MIDI percussion keys of each class; a drum row is ``2 · class`` (onset) and ``2 · class + 1`` (decay).
DRUM_CLASSES: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("kick", (35, 36)),
    ("snare", (38, 40)),
    ("stick and clap", (37, 39)),
    ("closed hi-hat", (42,)),
    ("pedal hi-hat", (44,)),
    ("open hi-hat", (46,)),
    ("low toms", (41, 43, 45)),
    ("high toms", (47, 48, 50)),
    ("crash", (49, 52, 55, 57)),
    ("ride", (51, 53, 59)),
    ("small percussion", ()),  # whatever is in no other class
    ("hand drums", (60, 61, 62, 63, 64, 65, 66)),
)
DRUM_WIDTH = 2 * len(DRUM_CLASSES)
_SMALL_PERCUSSION = 10
_CLASS_OF_KEY = {key: index for index, (_, keys) in enumerate(DRUM_CLASSES) for key in keys}


@dataclass(frozen=True)
class Control:
    """The score of one clip: tonal [rows, 792] and drums [rows, 24] in 0…1, programs int64 [3] (128: the group is silent)."""

    tonal: NDArray[np.float32]
    drums: NDArray[np.float32]
    programs: NDArray[np.int64]


def drum_class(key: int) -> int:
    """The class 0…11 of a General MIDI percussion key."""
    return _CLASS_OF_KEY.get(key, _SMALL_PERCUSSION)


def control_of(notes: NDArray[np.floating], rows: int = CLIP_ROWS) -> Control:
    """The control tensors of ``notes`` over ``rows`` rows of 40 ms.

    A note contributes, times its velocity v:

    - onset: split linearly over the two rows whose centres enclose it;
    - sustain: the share of the row in which it sounds;
    - decay: that share × exp(−age / 0.35 s), age counted from the onset to the row's centre, not below 0;
    - a drum's decay: exp(−age / 0.2 s) for 20 rows from the one in which it is struck.

    Pitches outside 21…108 and notes that begin before 0 or after the end are left out.
    """
    tonal = np.zeros((rows, GROUPS, TONAL_FEATURES, PITCHES), np.float64)
    drums = np.zeros((rows, len(DRUM_CLASSES), 2), np.float64)
    end = rows * FRAME_SECONDS
    for role, pitch, onset, duration, velocity, _ in np.asarray(notes, np.float64).reshape(-1, 6):
        if not 0 <= onset < end - 1e-6:  # 10.24 s in single precision is a little less
            continue
        if int(role) == DRUM_ROLE:
            _add_drum(drums[:, drum_class(int(pitch))], onset, velocity)
        elif 0 <= (index := int(pitch) - LOWEST_PITCH) < PITCHES:
            _add_tone(tonal[:, int(role), :, index], onset, min(onset + duration, end), velocity)
    programs = programs_of(notes)
    shape = (rows, TONAL_WIDTH)
    return Control(
        tonal.reshape(shape).astype(np.float32), drums.reshape(rows, DRUM_WIDTH).astype(np.float32), programs
    )


def _add_onset(column: NDArray[np.float64], onset: float, velocity: float) -> None:
    position = onset / FRAME_SECONDS - 0.5
    first = math.floor(position)
    share = position - first
    for row, weight in ((first, 1.0 - share), (first + 1, share)):
        if 0 <= row < len(column):
            column[row] = max(column[row], weight * velocity)


def _add_tone(cells: NDArray[np.float64], onset: float, end: float, velocity: float) -> None:
    """Adds a note to ``cells`` [rows, 3]."""
    _add_onset(cells[:, 0], onset, velocity)
    span = np.arange(int(onset / FRAME_SECONDS), min(len(cells), math.ceil(end / FRAME_SECONDS)))
    sounding = np.minimum(end, (span + 1) * FRAME_SECONDS) - np.maximum(onset, span * FRAME_SECONDS)
    sustain = velocity * np.clip(sounding / FRAME_SECONDS, 0.0, 1.0)
    age = np.maximum(0.0, (span + 0.5) * FRAME_SECONDS - onset)
    cells[span, 1] = np.maximum(cells[span, 1], sustain)
    cells[span, 2] = np.maximum(cells[span, 2], sustain * np.exp(-age / TONAL_DECAY))


def _add_drum(cells: NDArray[np.float64], onset: float, velocity: float) -> None:
    """Adds a stroke to ``cells`` [rows, 2]."""
    _add_onset(cells[:, 0], onset, velocity)
    struck = int(onset / FRAME_SECONDS + 1e-4)  # 0.12 s in single precision is a little less, and yet the fourth row
    span = np.arange(struck, min(len(cells), struck + DRUM_ROWS))
    age = np.maximum(0.0, (span + 0.5) * FRAME_SECONDS - onset)
    cells[span, 1] = np.maximum(cells[span, 1], velocity * np.exp(-age / DRUM_DECAY))


def programs_of(notes: NDArray[np.floating]) -> NDArray[np.int64]:
    """One program a tonal group, int64 [3]: that which sounds longest in sum; of equals the lowest; 128 where there is none."""
    programs = np.full(GROUPS, NO_PROGRAM, np.int64)
    table = np.asarray(notes, np.float64).reshape(-1, 6)
    for group in range(GROUPS):
        of_group = table[table[:, 0] == group]
        if len(of_group):
            seconds = np.bincount(of_group[:, 5].astype(np.int64), weights=of_group[:, 3], minlength=NO_PROGRAM)
            programs[group] = int(np.argmax(seconds))
    return programs


def quantized(values: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Values of 0…1 in steps of 1/255, as the prepared corpus keeps them."""
    return np.round(values * 255.0).astype(np.uint8)
