"""The networks: what they must be able to learn, and what must hold whatever they learnt."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from musflow.adapters import EMBEDDING, Adapters, alignment_loss
from musflow.control import (
    DRUM_WIDTH,
    NO_STYLE,
    PITCHES,
    TONAL_WIDTH,
    UNKNOWN,
    control_of,
    quantized,
    tonal_of_roles,
)
from musflow.corpus import Score
from musflow.encoders import AudioTower, JointEncoders, contrastive_loss, unit_length
from musflow.flow import flow_loss, transport_pair
from musflow.mel import LEITMOTIF_32K, LogMel
from musflow.prior import Foretold, prior_loss
from musflow.sketch import SpectrumSketch, before_strokes, in_frames, sketch_loss, strokes
from musflow.sound_parts import SpectralLoss
from musflow.vae import MelVae, mixed, sample_posterior, vae_loss
from musflow.velocity import VelocityNetwork, precondition
from musflow.vocoder import RINGING_ROWS, Harmonics, Vocoder

ROWS = 16


def tiny_velocity():
    torch.manual_seed(0)
    return VelocityNetwork(8, ROWS, 2, width=32, layers=2, heads=2, prior_layers=2, dropout=0.0)


def score(batch=2, rows=ROWS):
    generator = torch.Generator().manual_seed(1)
    tonal = torch.rand(batch, rows, TONAL_WIDTH, generator=generator)
    drums = torch.rand(batch, rows, DRUM_WIDTH, generator=generator)
    return Score(tonal, drums, torch.tensor([[0, 128, 48, 128, 128, 33, 1]] * batch), torch.full((batch,), 4))


def trained(parameters, loss_of, steps, rate):
    """First and last loss of ``steps`` steps of Adam."""
    optimizer = torch.optim.Adam(parameters, rate)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = loss_of()
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    return losses[0], losses[-1]


def test_a_velocity_network_of_two_layers_overfits_two_samples():
    network = tiny_velocity()
    x0, x1 = torch.randn(2, 8, ROWS, 2), torch.randn(2, 8, ROWS, 2)
    t = torch.tensor([0.3, 0.6])
    xt, target = transport_pair(x0, x1, t)
    embedding = unit_length(torch.randn(2, EMBEDDING))
    drop = torch.zeros(2, 2)
    inputs = (xt, t, embedding, score(), drop)
    first, last = trained(network.parameters(), lambda: flow_loss(network(*inputs), target), 200, 3e-3)
    assert last < 0.05 * first


def notes_of(chords):
    """Control tensors of one chord of (program, pitches) each, all notes from 0 to the end."""
    parts = []
    for program, pitches in chords:
        notes = [[0, pitch, 0.0, ROWS * 0.04, 0.5 + 0.1 * (pitch % 5), program] for pitch in pitches]
        control = control_of(np.array(notes, np.float32), ROWS)
        parts.append((control.tonal, control.drums, control.programs, np.array(NO_STYLE)))
    return Score(*(torch.from_numpy(np.stack(arrays)) for arrays in zip(*parts, strict=True)))


def test_a_sketch_that_saw_single_notes_knows_chords():
    torch.manual_seed(0)
    bands, frames = 8, 4 * ROWS
    spectra = torch.randn(2, 12, bands).exp()

    def spectrum(chords):
        power = torch.stack([sum(spectra[program, pitch - 60] for pitch in pitches) for program, pitches in chords])
        return (0.5 * torch.log(power / power.mean(1, keepdim=True)))[:, None, None].expand(-1, 1, frames, -1)

    single = [(program, (60 + pitch,)) for program in range(2) for pitch in range(12)]
    # The decay of a held note is not that of this made-up sound: the sketch has to find out that only sustain counts.
    sketch, score_of_single, asked = SpectrumSketch(bands), notes_of(single), spectrum(single)
    first, last = trained(sketch.parameters(), lambda: sketch_loss(sketch(score_of_single), asked), 300, 1.5e-3)
    assert last < 0.2 * first
    chords = [(0, (60, 64, 67)), (1, (61, 66)), (1, (62, 65, 69, 71)), (0, (63, 70))]
    chance = (spectrum(chords) - asked.mean((0, 2), keepdim=True)).abs().mean()
    assert sketch_loss(sketch(notes_of(chords)), spectrum(chords)) < 0.5 * chance


@pytest.mark.parametrize("onset", [0.4, 0.405, 0.411, 0.4199, 0.42, 0.433, 0.4399])
def test_a_stroke_is_found_at_its_instant_and_in_its_frame(onset):
    control = control_of(np.array([[0, 60, onset, 0.3, 0.8, 73]], np.float32), ROWS)
    cells = torch.from_numpy(quantized(control.tonal)).float()[None, :, :PITCHES] / 255.0
    strength, instant = strokes(cells)
    row = math.floor(onset / 0.04 + 1e-4)
    assert float(strength[0, row, 39]) == pytest.approx(0.8, abs=0.01)
    assert row + float(instant[0, row, 39]) == pytest.approx(onset / 0.04, abs=0.02)
    begun = in_frames(strength, instant)[0, :, 39]
    assert float(begun.sum()) == pytest.approx(0.8, abs=0.02)
    centre = float((begun * torch.arange(4 * ROWS)).sum() / begun.sum())
    assert centre == pytest.approx(onset / 0.01, abs=0.1)


def test_a_row_in_which_something_is_struck_keeps_what_sounded_before():
    notes = [[0, 60, 0.0, 0.43, 0.4, 73], [0, 60, 0.43, 0.4, 0.9, 73], [0, 72, 0.43, 0.4, 0.9, 73]]
    tonal = torch.from_numpy(control_of(np.array(notes, np.float32), ROWS).tonal)[None, :, : 3 * PITCHES]
    onset, sustain, _ = tonal.chunk(3, dim=2)
    held = before_strokes(sustain, *strokes(onset))[0]
    assert held[9:12, 39] == pytest.approx([0.4, 0.4, 0.9], abs=1e-6)
    assert held[9:12, 51] == pytest.approx([0.0, 0.0, 0.9], abs=1e-6)


def test_a_sketch_begins_when_the_note_begins():
    torch.manual_seed(0)
    sketch = SpectrumSketch(8)
    notes = np.array([[0, 60, 0.0, 2.0, 0.2, 73], [1, 48, 0.33, 0.6, 1.0, 73]], np.float32)
    control = control_of(notes, ROWS)
    arrays = (control.tonal[None], control.drums[None], control.programs[None], np.array([NO_STYLE]))
    with torch.no_grad():
        level = sketch(Score(*(torch.from_numpy(array) for array in arrays)))[0].mean(1)
    # 0.33 s is frame 33, and a window of 64 ms sees two frames ahead.
    rise = (level[1:] - level[:-1])[20:]
    assert 30 <= 20 + int(rise.argmax()) <= 33
    assert float(level[35] - level[30]) > 10 * float((level[30] - level[25]).abs())


def test_a_sketch_of_silence_is_finite_and_steps_stay_so():
    sketch = SpectrumSketch(8)
    tonal, drums = torch.zeros(2, ROWS, TONAL_WIDTH), torch.zeros(2, ROWS, DRUM_WIDTH)
    silence = Score(tonal, drums, torch.tensor([UNKNOWN] * 2), torch.full((2,), NO_STYLE))
    sketch_loss(sketch(silence), torch.full((2, 1, 4 * ROWS, 8), -11.5)).backward()
    assert torch.isfinite(sketch(silence)).all()
    assert all(torch.isfinite(p.grad).all() for p in sketch.parameters())


def test_a_prior_foretells_what_the_score_tells_and_knows_what_it_does_not():
    torch.manual_seed(0)
    network = tiny_velocity()
    told = score(batch=8)
    # One half of the latent is the loudness of the drums, the other is noise of a deviation of 0.5.
    known = told.drums.sum(2)[:, None, :, None].expand(-1, 4, -1, 2)
    latent = torch.cat([(known - known.mean()) / known.std(), torch.randn(8, 4, ROWS, 2)], dim=1)

    def loss_of():
        noise = torch.cat([torch.zeros(8, 4, ROWS, 2), 0.5 * torch.randn(8, 4, ROWS, 2)], dim=1)
        return prior_loss(network.prior(told), torch.cat([latent[:, :4], noise[:, 4:]], dim=1))

    first, last = trained(network.prior.parameters(), loss_of, 400, 5e-3)
    foretold = network.prior(told)
    # At first the mean is 0 and the deviation 0.9; the mean square is 1 in one half and 0.25 in the other.
    assert first == pytest.approx(0.5 * 0.625 / 0.9**2 + math.log(0.9) - 0.5, abs=0.05)
    assert last < -0.8
    assert float((foretold.mean[:, :4] - latent[:, :4]).abs().mean()) < 0.25
    assert float(foretold.deviation[:, :4].mean()) < 0.3 and 0.4 < float(foretold.deviation[:, 4:].mean()) < 0.6


def test_the_prior_loss_is_least_at_the_true_deviation():
    error = torch.randn(1, 1, 400, 25, generator=torch.Generator().manual_seed(2))
    losses = []
    for deviation in (0.8, 0.9, 1.0):
        foretold = Foretold(torch.zeros(1), torch.tensor(deviation), torch.zeros(1), torch.zeros(1), torch.zeros(1))
        losses.append(float(prior_loss(foretold, 0.9 * error)))
    assert losses[1] == min(losses) and losses[2] == pytest.approx(0.5 * 0.81 - 0.5, abs=0.02)


def test_the_flow_moves_neither_the_sketch_nor_what_is_foretold():
    network = tiny_velocity()
    torch.nn.init.normal_(network.token_out.weight)
    x, t, embedding = torch.randn(2, 8, ROWS, 2), torch.tensor([0.2, 0.8]), torch.randn(2, EMBEDDING)
    network(x, t, embedding, score(), torch.zeros(2, 2)).square().sum().backward()
    prior = network.prior
    still = (*prior.sketch.parameters(), *prior.mean.parameters(), *prior.spread.parameters(), *prior.mel.parameters())
    assert all(p.grad is None for p in still)
    assert prior.read.weight.grad.abs().sum() > 0


def test_a_dropped_score_foretells_nothing():
    network = tiny_velocity()
    for head in (network.prior.mean, network.prior.spread):
        torch.nn.init.normal_(head.weight)
    x, t = torch.randn(2, 8, ROWS, 2), torch.tensor([0.2, 0.8])
    dropped = network(x, t, torch.zeros(2, EMBEDDING), score(), torch.ones(2, 2))
    _, linear, _ = precondition(x, t, torch.zeros_like(x), torch.ones_like(x))
    assert torch.allclose(dropped, linear, atol=1e-6)  # the last layer begins at zero
    kept = network(x, t, torch.zeros(2, EMBEDDING), score(), torch.zeros(2, 2))
    assert not torch.allclose(kept, linear, atol=1e-2)


def test_what_is_dropped_is_not_seen_and_the_nulls_are_learned():
    network = tiny_velocity()
    torch.nn.init.normal_(network.token_out.weight)
    x, t = torch.randn(2, 8, ROWS, 2), torch.tensor([0.2, 0.8])
    tonal = score().tonal
    embeddings = torch.randn(2, 2, EMBEDDING)

    def run(embedding, tonal, drop):
        drops = torch.tensor([drop] * 2, dtype=torch.float32)
        return network(x, t, embedding, score()._replace(tonal=tonal), drops)

    assert torch.allclose(run(embeddings[0], tonal, (1, 0)), run(embeddings[1], tonal, (1, 0)), atol=1e-5)
    assert not torch.allclose(run(embeddings[0], tonal, (0, 0)), run(embeddings[1], tonal, (0, 0)), atol=1e-5)
    assert torch.allclose(run(embeddings[0], tonal, (0, 1)), run(embeddings[0], tonal * 0, (0, 1)), atol=1e-5)
    assert not torch.allclose(run(embeddings[0], tonal, (0, 0)), run(embeddings[0], tonal * 0, (0, 0)), atol=1e-5)
    run(embeddings[0], tonal, (1, 1)).sum().backward()
    assert network.null_score.grad.abs().sum() > 0 and network.null_embedding.grad.abs().sum() > 0


def test_a_token_wider_than_the_network_is_refused():
    with pytest.raises(ValueError, match="cannot pass"):
        VelocityNetwork(width=192)


@pytest.mark.parametrize(("mean", "deviation"), [(0.0, 1.0), (0.7, 0.3), (-2.0, 0.1)])
def test_preconditioning_alone_is_the_exact_field_of_normal_data(mean, deviation):
    x = torch.randn(5, 3, dtype=torch.float64)
    t = torch.linspace(0, 1, 5, dtype=torch.float64)
    time = t[:, None]
    # x0 ~ N(0, 1), x1 ~ N(μ, σ²): x_t and u = x1 − x0 are jointly normal; E[u | x_t] = E u + cov(u, x_t) / var(x_t) · (x_t − E x_t).
    variance = (1 - time) ** 2 + (time * deviation) ** 2
    exact = mean + (time * deviation**2 - (1 - time)) / variance * (x - time * mean)
    seen, linear, scale = precondition(x, t, torch.full_like(x, mean), torch.full_like(x, deviation))
    assert torch.allclose(linear, exact)
    # var(u | x_t) = var u − cov² / var(x_t), and var u = 1 + σ².
    left = 1 + deviation**2 - (time * deviation**2 - (1 - time)) ** 2 / variance
    assert torch.allclose(scale.square(), left.expand_as(scale))
    assert torch.allclose(seen, (x - time * mean) / variance.sqrt())


def test_what_is_mixed_lies_between_neighbours():
    values = torch.tensor([[[1.0]], [[3.0]], [[8.0]]])
    assert mixed(values, torch.tensor([1.0, 0.5, 0.25])).flatten().tolist() == [
        1.0,
        0.5 * 3 + 0.5 * 1,
        0.25 * 8 + 0.75 * 3,
    ]


def test_the_autoencoder_overfits_and_keeps_its_shapes():
    torch.manual_seed(0)
    vae = MelVae(100, 16, 32)
    mel = torch.randn(1, 1, 4, 25).repeat_interleave(8, 2).repeat_interleave(4, 3) * 2 - 5
    vae.mel_mean.copy_(mel.mean())
    vae.mel_deviation.copy_(mel.std())

    def loss():
        mean, log_variance = vae.posterior(mel)
        decoded = vae.decode_raw(sample_posterior(mean, log_variance, torch.randn_like(mean)))
        return vae_loss(mel, decoded, mean, log_variance, vae.mel_deviation)[0]

    first, last = trained(vae.parameters(), loss, 120, 3e-3)
    assert last < 0.3 * first
    assert vae.posterior(torch.zeros(1, 1, 1024, 100))[0].shape == (1, 8, 256, 25)
    latent = torch.randn(1, 8, 4, 25)
    vae.latent_mean.fill_(0.5)
    vae.latent_deviation.fill_(2.0)
    assert torch.allclose(vae.decode(vae.normalize(latent)), vae.decode_raw(latent), atol=1e-5)


def test_ef_is_the_mean_over_what_is_given():
    adapters = Adapters(20, 12, hidden=16).eval()
    image, story, caption = torch.randn(2, 20), torch.randn(2, 12), torch.randn(2, 12)
    each = adapters.each(image, story, caption)
    both = adapters(image, story, caption, torch.tensor([[1.0, 0, 1], [0, 1, 0]]))
    assert torch.allclose(both[0], (each[0, 0] + each[0, 2]) / 2, atol=1e-6)
    assert torch.allclose(both[1], each[1, 1], atol=1e-6)
    other = adapters(image, torch.randn(2, 12), caption, torch.tensor([[1.0, 0, 1], [1, 0, 1]]))
    assert torch.allclose(other[0], both[0])


def test_adapters_overfit_and_standardize():
    torch.manual_seed(0)
    adapters = Adapters(20, 12, hidden=64, dropout=0.0)
    image, text = torch.randn(8, 20) * 0.03 + 5, torch.randn(8, 12)
    adapters.by_condition["image"].standardize.fit(image)
    seen = adapters.by_condition["image"].standardize(image)
    assert float(seen.mean()) == pytest.approx(0, abs=1e-3) and float(seen.std()) == pytest.approx(1, abs=0.1)
    music = unit_length(torch.randn(8, EMBEDDING))
    given = torch.ones(8, 3)
    first, last = trained(
        adapters.parameters(), lambda: alignment_loss(music, adapters(image, text, text, given)), 150, 3e-3
    )
    assert last < 0.05 * first


def test_texts_that_say_the_same_are_no_negatives():
    vectors = torch.eye(4)
    none, all_same = torch.zeros(4, 4, dtype=torch.bool), torch.ones(4, 4, dtype=torch.bool)
    scale = torch.tensor(math.log(50.0))
    assert float(contrastive_loss(vectors, vectors, scale, none)) < 1e-6
    shuffled = vectors[[1, 0, 3, 2]]
    assert float(contrastive_loss(vectors, shuffled, scale, none)) > 10
    assert float(contrastive_loss(vectors, shuffled, scale, all_same)) < 1e-6


def test_the_towers_learn_to_tell_two_clips_apart():
    torch.manual_seed(0)
    towers = JointEncoders(8, 12, width=16, blocks=1)
    mel = torch.randn(4, 1, 64, 8)
    text = torch.randn(4, 12)
    none = torch.zeros(4, 4, dtype=torch.bool)

    def loss():
        return contrastive_loss(towers.audio(mel), towers.text(text), towers.log_scale, none)

    first, last = trained(towers.parameters(), loss, 80, 3e-3)
    assert last < 0.1 * first
    assert AudioTower(100, 16, 1)(torch.randn(2, 1, 1024, 100)).norm(dim=1).tolist() == pytest.approx([1, 1], abs=1e-3)


def tones(pitch, rows):
    """Control of one held note over ``rows`` rows after the context, [1, context + rows, 792]."""
    control = control_of([[0, pitch, 0.0, 10.0, 0.8, 0]], RINGING_ROWS + rows)
    return torch.from_numpy(tonal_of_roles(control.tonal))[None], torch.from_numpy(control.drums)[None]


@pytest.mark.parametrize("pitch", [33, 60, 69, 93])
def test_partials_have_the_frequency_of_their_pitch_and_not_of_the_frames(pitch):
    """A held note is a sine at its pitch within 1.5 Hz, though frames come 100 times a second."""
    vocoder = Vocoder(LEITMOTIF_32K, width=16, hidden=16, blocks=1)
    tonal, _ = tones(pitch, 64)
    re, im = Harmonics(LEITMOTIF_32K, 1280, partials=1)(tonal, torch.tensor([RINGING_ROWS * 4.0]), RINGING_ROWS)
    wave = vocoder._overlap_add(torch.cat([re, im], 2) @ vocoder.inverse)[0].detach()
    window = torch.hann_window(len(wave))
    spectrum = torch.fft.rfft(wave * window, n=1 << 18).abs()
    assert float(spectrum.argmax()) * 32_000 / (1 << 18) == pytest.approx(440 * 2 ** ((pitch - 69) / 12), abs=1.5)


def test_a_piece_decoded_by_itself_fits_into_the_whole():
    torch.manual_seed(0)
    vocoder = Vocoder(LEITMOTIF_32K, width=16, hidden=16, blocks=1).eval()
    control = control_of([[0, 60, 0.3, 2.0, 0.8, 0], [3, 38, 1.5, 0.1, 0.9, 0]], 64)
    tonal, drums = torch.from_numpy(tonal_of_roles(control.tonal))[None], torch.from_numpy(control.drums)[None]
    mel = torch.randn(1, 256, 100) - 5
    with torch.no_grad():
        whole = vocoder(mel, tonal, drums, torch.zeros(1))
        part = vocoder(mel[:, 128:], tonal[:, 16:], drums[:, 16:], torch.tensor([128.0]), RINGING_ROWS)
    inner = slice(320 * 20, 320 * 100)
    assert torch.allclose(part[:, inner], whole[:, 320 * 128 :][:, inner], atol=1e-4 * float(whole.abs().max()))


def test_a_vocoder_of_two_blocks_overfits_a_chord():
    torch.manual_seed(0)
    vocoder = Vocoder(LEITMOTIF_32K, width=48, hidden=96, blocks=2)
    tonal, drums = tones(61, 16)
    time = torch.arange(320 * (64 * 2)) / 32_000
    sound = sum(0.2 / h * torch.sin(2 * math.pi * 277.183 * h * time) for h in range(1, 6))
    sound = (sound + 1e-3 * torch.randn(len(sound)))[None]
    log_mel = LogMel(LEITMOTIF_32K)
    mel, asked = log_mel(sound)[:, 64:], sound[:, 320 * 64 :]
    vocoder.mel_mean.copy_(mel.mean())
    vocoder.mel_deviation.copy_(mel.std())
    losses = SpectralLoss(log_mel)
    first = torch.tensor([64.0])

    def loss():
        return losses(vocoder(mel, tonal, drums, first, RINGING_ROWS), asked)[0]

    begin, end = trained(vocoder.parameters(), loss, 80, 3e-3)
    assert end < 0.35 * begin
    assert tonal.shape == (1, RINGING_ROWS + 16, 9 * PITCHES)
