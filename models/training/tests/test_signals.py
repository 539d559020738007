"""Mel, noise and control against the fixtures, hand calculation and properties."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
import torch
from conftest import FIXTURES
from write_fixtures import fixtures, mel_signal

from musflow.control import (
    DRUM_ROLE,
    GROUPS,
    NO_KIT,
    NO_STYLE,
    PITCHES,
    ROLE_WIDTH,
    STYLES,
    UNKNOWN,
    control_of,
    drum_class,
    style_number,
    tonal_of_roles,
)
from musflow.mel import FORMATS, LEITMOTIF_32K, LogMel, band_edges, log_mel, mel_filters
from musflow.noise import normal, uniform


@pytest.mark.parametrize("name", ["noise", "mel", "control"])
def test_code_agrees_with_the_fixture(name):
    kept = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    made = json.loads(json.dumps(fixtures()[name]))
    assert _near(made, kept)


def _near(a, b):
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(_near(a[key], b[key]) for key in a)
    if isinstance(a, list):
        return len(a) == len(b) and all(_near(x, y) for x, y in zip(a, b, strict=True))
    return a == pytest.approx(b, abs=2e-6)


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_torch_mel_equals_numpy_mel(form):
    signal = mel_signal(form)
    made = LogMel(form)(torch.from_numpy(signal).float()[None])[0].numpy()
    assert made.shape == (len(signal) // form.hop, form.bands)
    assert np.abs(made - log_mel(signal, form)).max() < 2e-3


def test_mel_scale_has_its_published_points():
    edges = band_edges(LEITMOTIF_32K)
    assert edges[0] == 0 and edges[-1] == pytest.approx(16_000)
    # Slaney: a filter's area is 1 in Hz, so its sum over bins of 15.625 Hz is 1 / 15.625 where it spans many bins.
    assert mel_filters(LEITMOTIF_32K)[60].sum() * 15.625 == pytest.approx(1.0, abs=0.02)


def test_a_sine_is_loudest_in_its_band_and_frames_stand_at_their_instants():
    time = np.arange(32_000) / 32_000
    mel = log_mel(0.5 * np.sin(2 * np.pi * 2000 * time), LEITMOTIF_32K)
    edges = band_edges(LEITMOTIF_32K)
    band = int(mel[50].argmax())
    assert edges[band] < 2000 < edges[band + 2]
    click = np.zeros(32_000)
    click[320 * 40] = 1.0
    assert int(log_mel(click, LEITMOTIF_32K)[:, 50].argmax()) == 40


def test_silence_is_the_floor_and_a_single_sample_is_refused():
    assert np.allclose(log_mel(np.zeros(4096), LEITMOTIF_32K), np.log(1e-5))
    with pytest.raises(ValueError, match="too few"):
        log_mel(np.zeros(1), LEITMOTIF_32K)


def test_normal_numbers_are_normal():
    values = normal(3, (40_000,)).astype(np.float64)
    assert abs(values.mean()) < 0.02 and abs(values.std() - 1) < 0.02
    assert abs((np.abs(values) < 1).mean() - 0.6827) < 0.01
    assert uniform(3, 1000).min() >= 0 and uniform(3, 1000).max() < 1
    assert np.array_equal(normal(3, (5,)), normal(3, (7,))[:5])


def test_control_of_one_note_by_hand():
    """Middle C at 0.05 s for 0.1 s, velocity 0.5: it ends at 0.15 s, within row 3 (0.12 to 0.16 s)."""
    control = control_of(np.array([[0, 60, 0.05, 0.1, 0.5, 73]], np.float32), 8)
    onset, sustain, decay = (control.tonal[:, feature * PITCHES + 39] for feature in range(3))
    # 0.05 / 0.04 − 0.5 = 0.75: a quarter in row 0, three quarters in row 1.
    assert onset[:3] == pytest.approx([0.125, 0.375, 0.0], abs=1e-6)
    # It sounds for 0.03 s of row 1, all of row 2, 0.03 s of row 3.
    assert sustain[:5] == pytest.approx([0, 0.375, 0.5, 0.375, 0], abs=1e-6)
    # Ages at the centres 0.06, 0.10, 0.14 s: 0.01, 0.05, 0.09 s.
    expected = [0.375 * np.exp(-0.01 / 0.35), 0.5 * np.exp(-0.05 / 0.35), 0.375 * np.exp(-0.09 / 0.35)]
    assert decay[1:4] == pytest.approx(expected, abs=1e-6)
    assert control.tonal.sum() == pytest.approx(onset.sum() + sustain.sum() + decay.sum())
    assert control.programs.tolist() == [73, *UNKNOWN[1:]] and not control.drums.any()


def test_control_of_a_drum_by_hand():
    """A snare on 0.1 s, the centre of row 2: whole onset there, decay exp(−40 ms / 0.2 s) a row."""
    control = control_of(np.array([[DRUM_ROLE, 38, 0.1, 0.1, 0.8, 0]], np.float32), 40)
    snare = control.drums[:, 2:4]
    assert snare[:4, 0] == pytest.approx([0, 0, 0.8, 0], abs=1e-5)
    assert snare[2:5, 1] == pytest.approx(0.8 * np.exp(-np.array([0.0, 0.04, 0.08]) / 0.2), abs=1e-5)
    assert snare[21, 1] > 0 and snare[22, 1] == 0
    assert [drum_class(key) for key in (35, 36, 40, 42, 51, 62, 76, 200)] == [0, 0, 1, 3, 9, 11, 10, 10]


def test_what_lies_outside_is_left_out():
    rows = [[0, 20, 1, 1, 1, 0], [0, 109, 1, 1, 1, 0], [0, 60, -0.5, 0.4, 1, 0], [0, 60, 10.24, 1, 1, 0]]
    assert not control_of(np.array(rows, np.float32)).tonal.any()
    assert control_of(np.zeros((0, 6), np.float32)).programs.tolist() == list(UNKNOWN)
    last = control_of(np.array([[1, 60, 10.2, 5, 1, 0]], np.float32))
    assert last.tonal[255].max() == pytest.approx(1.0, abs=1e-3)


def test_what_is_held_into_a_clip_sounds_on_without_an_onset():
    """A note from −0.3 s to 0.06 s, a cymbal struck at −0.3 s and one at −0.9 s, which is not told of any more."""
    rows = [[1, 60, -0.3, 0.36, 0.8, 0], [DRUM_ROLE, 49, -0.3, 0.1, 0.5, 0], [DRUM_ROLE, 51, -0.9, 3, 0.5, 0]]
    control = control_of(np.array(rows, np.float32), 16)
    onset, sustain, decay = control.tonal.reshape(16, GROUPS, 3, PITCHES)[:, 2, :, 39].T
    assert not onset.any()
    assert sustain[:3] == pytest.approx([0.8, 0.4, 0.0], abs=1e-6)
    assert decay[:2] == pytest.approx([0.8 * np.exp(-0.32 / 0.35), 0.4 * np.exp(-0.36 / 0.35)], abs=1e-6)
    crash, ride = control.drums[:, 16:18], control.drums[:, 18:20]
    assert not crash[:, 0].any() and not ride.any()
    assert crash[0, 1] == pytest.approx(0.5 * np.exp(-0.32 / 0.2), abs=1e-6)
    # 20 rows from the one in which it was struck, the eighth before the clip: twelve are left.
    assert crash[11, 1] > 0 and crash[12, 1] == 0


def test_each_instrument_of_a_role_has_a_group_the_longest_first():
    rows = [
        [0, 60, 0, 1, 1, 5],
        [0, 62, 1, 3, 1, 9],
        [0, 62, 4, 2.5, 1, 5],
        [0, 64, 8, 0.5, 1, 77],
        [3, 36, 0, 1, 1, 40],
    ]
    rows += [[1, 60, 0, 1, 1, program] for program in (30, 20)]
    control = control_of(np.array(rows, np.float32))
    assert control.programs.tolist() == [5, 9, 20, 30, 128, 128, 2]
    pitches = [np.flatnonzero(cells.reshape(-1, PITCHES).any(0)) + 21 for cells in np.split(control.tonal.max(0), 6)]
    # Program 77 sounds least: it is heard in the melody's last group.
    assert [found.tolist() for found in pitches] == [[60, 62], [62, 64], [60], [60], [], []]


def test_roles_are_the_maximum_of_their_groups():
    rows = np.array([[0, 60, 0, 1, 0.5, 5], [0, 60, 0, 4, 0.9, 9], [2, 40, 1, 1, 1, 33]], np.float32)
    roles = tonal_of_roles(control_of(rows, 32).tonal)
    assert roles.shape == (32, ROLE_WIDTH)
    one_program = rows.copy()
    one_program[:, 5] = 0
    assert np.array_equal(roles, tonal_of_roles(control_of(one_program, 32).tonal))


@pytest.mark.parametrize(("programs", "kit"), [((0,), 0), ((116,), 4), ((0, 24), NO_KIT), ((8,), NO_KIT), ((), NO_KIT)])
def test_a_kit_is_told_where_there_is_one(programs, kit):
    rows = [[DRUM_ROLE, 36, 0, 1, 1, program] for program in programs]
    assert control_of(np.array(rows, np.float32).reshape(-1, 6)).programs[-1] == kit


def test_styles_are_those_of_the_attributes():
    source = (Path(__file__).parents[3] / "bridge/protocol/attributes.ts").read_text(encoding="utf-8")
    named = re.search(r"export const styles = \[(.*?)\] as const", source, re.DOTALL)
    assert named and tuple(re.findall(r"'(\w+)'", named[1])) == STYLES
    assert style_number("celtic") == 19 and style_number("polka") == style_number(None) == NO_STYLE
