import { expect, it } from 'vitest';
import { CrashBudget } from '../../../../extension/sidecar/crashBudget.ts';

it('allows four restarts in three minutes, and more when time has passed', () => {
  let now = 0;
  const budget = new CrashBudget(undefined, () => now);
  for (let i = 0; i < 4; i++) {
    budget.spend();
    expect(budget.isSpent).toBe(false);
  }
  now = 60_000;
  budget.spend();
  expect(() => {
    budget.check();
  }).toThrow(/5 times within 3 minutes.*Wait 120 s/);
  now = 180_001;
  expect(budget.isSpent).toBe(false);
  budget.check();
});

it('forgets when a person restarts', () => {
  const budget = new CrashBudget({ restarts: 0, within: 1000 }, () => 0);
  budget.spend();
  expect(budget.isSpent).toBe(true);
  budget.renew();
  expect(budget.isSpent).toBe(false);
});
