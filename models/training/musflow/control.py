"""Notes → control tensors: the score as the velocity network and the vocoder read it, one row for every 40 ms.

Notes come as float32 [n, 6]: role (0 melody, 1 chords, 2 bass, 3 drums), MIDI pitch, onset in s, duration in s, velocity 0…1, General
MIDI program (of drums: that of the kit, or 116 for taiko). Overlapping notes of one pitch and group are joined by the maximum. The TypeScript
runtime mirrors this file; ``tests/fixtures/control.json`` holds both to the same values.

A role is often played by several instruments: each has a group of its own, for what they sound like differs more than anything else does.
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
ROLES = 3
#: The role of each tonal group: a role's first group is of the program that sounds longest in it, its last of all that are left.
ROLE_OF_GROUP = (0, 0, 1, 1, 1, 2)
GROUPS = len(ROLE_OF_GROUP)
#: Onset, sustain, decay: a tonal row is ``group · 264 + feature · 88 + (pitch − 21)``.
TONAL_FEATURES = 3
TONAL_WIDTH = GROUPS * TONAL_FEATURES * PITCHES
#: The same by role, as the vocoder has it: ``role · 264 + feature · 88 + (pitch − 21)``.
ROLE_WIDTH = ROLES * TONAL_FEATURES * PITCHES
#: Time constants of the two decays, in s.
TONAL_DECAY, DRUM_DECAY = 0.35, 0.2
#: How many rows a struck drum is told of after its onset.
DRUM_ROWS = 20
NO_PROGRAM = 128
DRUM_ROLE = 3
#: Programs of drums that sound different: General MIDI's kits (standard, electronic, brush, orchestral), and taiko. A kit's number is its
#: place here.
KIT_PROGRAMS = (0, 24, 40, 48, 116)
#: The number of any other kit, of several, and of none.
NO_KIT = len(KIT_PROGRAMS)
#: What an unknown program or kit is in each of the seven numbers of :attr:`Control.programs`.
UNKNOWN = (*[NO_PROGRAM] * GROUPS, NO_KIT)
#: The styles of ``bridge/protocol/attributes.ts``, in that order: each has a room of its own. The style's number is its place here.
STYLES = (
    *("cinematic", "ambient", "piano", "strings", "choral", "folk", "electronic", "horror", "jazz", "bossa", "blues"),
    *("rock", "pop", "synthwave", "lofi", "chiptune", "comedy", "march", "waltz", "celtic"),
)
#: The number of an unknown style.
NO_STYLE = len(STYLES)

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
    """The score of one clip: tonal [rows, 1584] and drums [rows, 24] in 0…1; programs int64 [7], one a group (128: silent), and the kit."""

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

    What began before 0 (its onset is below 0) and sounds on is told by its sustain and decay, as of a clip that was cut out of a piece.
    Pitches outside 21…108 and what begins after the end are left out.
    """
    tonal = np.zeros((rows, GROUPS, TONAL_FEATURES, PITCHES), np.float64)
    drums = np.zeros((rows, len(DRUM_CLASSES), 2), np.float64)
    end = rows * FRAME_SECONDS
    group_of, programs = _grouped(notes)
    for role, pitch, onset, duration, velocity, program in np.asarray(notes, np.float64).reshape(-1, 6):
        if not onset < end - 1e-6:  # 10.24 s in single precision is a little less
            continue
        if int(role) == DRUM_ROLE:
            _add_drum(drums[:, drum_class(int(pitch))], onset, velocity)
        elif 0 <= (index := int(pitch) - LOWEST_PITCH) < PITCHES:
            group = group_of[int(role), int(program)]
            _add_tone(tonal[:, group, :, index], onset, min(onset + duration, end), velocity)
    shape = (rows, TONAL_WIDTH)
    return Control(
        tonal.reshape(shape).astype(np.float32), drums.reshape(rows, DRUM_WIDTH).astype(np.float32), programs
    )


def tonal_of_roles(tonal: NDArray[np.generic]) -> NDArray[np.generic]:
    """The tonal rows by role [rows, 792] of those by group [rows, 1584]: the maximum over a role's groups."""
    groups = tonal.reshape(len(tonal), GROUPS, -1)
    roles = np.array(ROLE_OF_GROUP)
    return np.stack([groups[:, roles == role].max(1) for role in range(ROLES)], axis=1).reshape(len(tonal), ROLE_WIDTH)


def style_number(name: object) -> int:
    """The number of a style by its name; :data:`NO_STYLE` for any other."""
    return STYLES.index(name) if name in STYLES else NO_STYLE


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
    first = max(0, math.floor(onset / FRAME_SECONDS))
    span = np.arange(first, min(len(cells), math.ceil(end / FRAME_SECONDS)))
    sounding = np.minimum(end, (span + 1) * FRAME_SECONDS) - np.maximum(onset, span * FRAME_SECONDS)
    sustain = velocity * np.clip(sounding / FRAME_SECONDS, 0.0, 1.0)
    age = np.maximum(0.0, (span + 0.5) * FRAME_SECONDS - onset)
    cells[span, 1] = np.maximum(cells[span, 1], sustain)
    cells[span, 2] = np.maximum(cells[span, 2], sustain * np.exp(-age / TONAL_DECAY))


def _add_drum(cells: NDArray[np.float64], onset: float, velocity: float) -> None:
    """Adds a stroke to ``cells`` [rows, 2]."""
    _add_onset(cells[:, 0], onset, velocity)
    struck = math.floor(
        onset / FRAME_SECONDS + 1e-4
    )  # 0.12 s in single precision is a little less, and yet the fourth row
    span = np.arange(max(0, struck), min(len(cells), struck + DRUM_ROWS))
    age = np.maximum(0.0, (span + 0.5) * FRAME_SECONDS - onset)
    cells[span, 1] = np.maximum(cells[span, 1], velocity * np.exp(-age / DRUM_DECAY))


def _grouped(notes: NDArray[np.floating]) -> tuple[dict[tuple[int, int], int], NDArray[np.int64]]:
    """The group of each role and program, and :attr:`Control.programs`.

    A role's programs are in the order of the seconds that they sound in sum, of equals the lowest first. A group of several is told by the
    first of them.
    """
    programs = np.array(UNKNOWN, np.int64)
    group_of: dict[tuple[int, int], int] = {}
    table = np.asarray(notes, np.float64).reshape(-1, 6)
    for role in range(ROLES):
        of_role = table[table[:, 0] == role]
        seconds = np.bincount(of_role[:, 5].astype(np.int64), weights=of_role[:, 3], minlength=NO_PROGRAM)
        sounding = np.unique(of_role[:, 5].astype(np.int64))
        groups = [group for group, its_role in enumerate(ROLE_OF_GROUP) if its_role == role]
        for place, program in enumerate(sorted(sounding.tolist(), key=lambda program: (-seconds[program], program))):
            group = groups[min(place, len(groups) - 1)]
            group_of[role, program] = group
            if place < len(groups):
                programs[group] = program
    kits = set(table[table[:, 0] == DRUM_ROLE][:, 5].astype(np.int64).tolist())
    if len(kits) == 1 and (kit := kits.pop()) in KIT_PROGRAMS:
        programs[GROUPS] = KIT_PROGRAMS.index(kit)
    return group_of, programs


def quantized(values: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Values of 0…1 in steps of 1/255, as the prepared corpus keeps them."""
    return np.round(values * 255.0).astype(np.uint8)
