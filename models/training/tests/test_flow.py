"""Flow matching on cases whose answer is known, and the masks' statistics."""

from __future__ import annotations

import math

import pytest
import torch

from musflow.flow import SIGMA_MIN, euler, flow_loss, guided, logit_normal_times, midpoint, transport_pair, uniform_grid
from musflow.masks import NullRates, condition_masks, null_drops, program_drops

MEAN, DEVIATION = 2.0, 0.5


def exact_velocity(x, t):
    """E[x_1 − (1 − σ) x_0 | x_t = x] for x_0 ~ N(0, 1), x_1 ~ N(2, 0.25), independent: jointly normal, so linear in x."""
    keep = 1 - SIGMA_MIN
    a, b = 1 - keep * t, t
    variance = a**2 + b**2 * DEVIATION**2
    covariance = b * DEVIATION**2 - keep * a
    return MEAN + covariance / variance * (x - b * MEAN)


def exact_map(x0, t):
    """The flow of a normal to a normal is affine: where x0 at time 0 is at time t."""
    return t * MEAN + math.sqrt((1 - (1 - SIGMA_MIN) * t) ** 2 + t**2 * DEVIATION**2) * x0


def order_of(solver, field, exact, end):
    """How many powers of two the error at ``end`` falls by when the steps are halved."""
    x0 = torch.linspace(-2, 2, 41, dtype=torch.float64)

    def worst(steps):
        grid = [end * t for t in uniform_grid(steps)]
        return float((solver(field, x0, grid) - exact(x0, end)).abs().max())

    return math.log2(worst(64) / worst(128))


@pytest.mark.parametrize(("solver", "order"), [(euler, 1), (midpoint, 3)])
def test_solvers_on_the_path_from_normal_to_normal(solver, order):
    """The midpoint rule gains an order here: x = s(t) c + m(t) with s² quadratic and m linear, so s s''' + 3 s' s'' = 0,

    which is the coefficient of its leading error.
    """
    assert order_of(solver, exact_velocity, exact_map, 0.7) == pytest.approx(order, abs=0.1)
    x0 = torch.linspace(-2, 2, 41, dtype=torch.float64)
    assert float((solver(exact_velocity, x0, uniform_grid(128)) - exact_map(x0, 1.0)).abs().max()) < 0.02


@pytest.mark.parametrize(("solver", "order"), [(euler, 1), (midpoint, 2)])
def test_solvers_converge_with_their_order(solver, order):
    """x' = (1 + t) x, whose solution is x0 exp(t + t²/2)."""
    measured = order_of(solver, lambda x, t: (1 + t) * x, lambda x0, t: x0 * math.exp(t + t * t / 2), 1.0)
    assert measured == pytest.approx(order, abs=0.1)


def test_the_conditional_loss_has_the_exact_field_as_its_minimum():
    generator = torch.Generator().manual_seed(0)
    x0 = torch.randn(200_000, generator=generator, dtype=torch.float64)
    x1 = MEAN + DEVIATION * torch.randn(200_000, generator=generator, dtype=torch.float64)
    t = torch.rand(200_000, generator=generator, dtype=torch.float64)
    xt, target = transport_pair(x0, x1, t)
    best = flow_loss(exact_velocity(xt, t).float(), target.float())
    for shift, tilt in ((0.05, 0), (-0.05, 0), (0, 0.05), (0, -0.05)):
        worse = exact_velocity(xt, t) + shift + tilt * xt
        assert flow_loss(worse.float(), target.float()) > best


def test_the_path_begins_in_noise_and_ends_in_data():
    x0, x1 = torch.randn(3, 2, 4), torch.randn(3, 2, 4)
    assert torch.equal(transport_pair(x0, x1, torch.zeros(3))[0], x0)
    assert torch.allclose(transport_pair(x0, x1, torch.ones(3))[0], x1, atol=1e-3)
    xt, u = transport_pair(x0, x1, torch.full((3,), 0.3))
    later, _ = transport_pair(x0, x1, torch.full((3,), 0.4))
    assert torch.allclose((later - xt) / 0.1, u, atol=1e-4)


def test_guidance_of_one_follows_and_of_zero_ignores():
    x, t = torch.ones(2), torch.zeros(2)
    conditioned, unconditioned = (lambda x, t: 3 * x), (lambda x, t: x)
    assert guided(conditioned, unconditioned, 1)(x, t).tolist() == [3, 3]
    assert guided(conditioned, unconditioned, 0)(x, t).tolist() == [1, 1]
    assert guided(conditioned, unconditioned, 2)(x, t).tolist() == [5, 5]


def test_a_grid_needs_a_step():
    assert uniform_grid(4) == [0, 0.25, 0.5, 0.75, 1]
    with pytest.raises(ValueError, match="at least one"):
        uniform_grid(0)


def test_times_are_logit_normal():
    times = logit_normal_times(100_000, torch.Generator().manual_seed(1))
    logits = torch.logit(times)
    assert float(logits.mean()) == pytest.approx(-0.3, abs=0.02)
    assert float(logits.std()) == pytest.approx(1.0, abs=0.02)


def test_the_seven_subsets_are_equally_likely_and_none_is_empty():
    count = 70_000
    masks = condition_masks(count, torch.Generator().manual_seed(2))
    codes = (masks @ torch.tensor([1.0, 2.0, 4.0])).long()
    seen = torch.bincount(codes, minlength=8)
    assert seen[0] == 0
    # Chi-squared with six degrees of freedom: above 22.5 once in a thousand.
    assert float(((seen[1:] - count / 7) ** 2 / (count / 7)).sum()) < 22.5


def test_nulls_have_their_rates():
    rates = NullRates(both=0.06, embedding=0.04, score=0.05, program=0.12)
    drops = null_drops(200_000, rates, torch.Generator().manual_seed(3))
    pair = (drops[:, 0] + 2 * drops[:, 1]).long()
    shares = torch.bincount(pair, minlength=4) / len(pair)
    assert shares.tolist() == pytest.approx([0.85, 0.04, 0.05, 0.06], abs=0.003)
    told = torch.full((50_000, 2), 40)
    programs = program_drops(told, rates.program, (128, 5), torch.Generator().manual_seed(4))
    assert (programs == torch.tensor([128, 5])).float().mean(0).tolist() == pytest.approx([0.12, 0.12], abs=0.005)
    assert set(programs[:, 0].tolist()) == {40, 128} and set(programs[:, 1].tolist()) == {40, 5}
    with pytest.raises(ValueError, match="at most 1"):
        NullRates(both=0.9, embedding=0.2)
