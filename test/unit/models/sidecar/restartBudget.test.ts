import { describe, expect, it } from 'vitest';
import { RestartBudget, usualRestarts } from '../../../../models/sidecar/restartBudget.ts';

const limits = { restarts: 2, within: 1000 };

function budgetAt(start = 0): { budget: RestartBudget; clock: { time: number } } {
  const clock = { time: start };
  return { budget: new RestartBudget(limits, () => clock.time), clock };
}

describe('a restart budget', () => {
  it('allows as many crashes as it says, and refuses after one more', () => {
    const { budget } = budgetAt();
    for (let crash = 0; crash < limits.restarts; crash++) {
      budget.spend();
      expect(() => {
        budget.check('x');
      }).not.toThrow();
    }
    budget.spend();
    expect(() => {
      budget.check('x');
    }).toThrow(expect.objectContaining({ code: 'restart-budget-spent', subject: 'x' }) as Error);
  });

  it('says when to try again, and time heals', () => {
    const { budget, clock } = budgetAt(5000);
    for (let crash = 0; crash < 3; crash++) {
      budget.spend();
      clock.time += 100;
    }
    expect(() => {
      budget.check('x');
    }).toThrow('Wait 1 s');
    clock.time = 5999;
    expect(() => {
      budget.check('x');
    }).toThrow();
    clock.time = 6000;
    expect(() => {
      budget.check('x');
    }).not.toThrow();
  });

  it('is never spent by crashes that are far apart', () => {
    const { budget, clock } = budgetAt();
    for (let crash = 0; crash < 100; crash++) {
      budget.spend();
      expect(() => {
        budget.check('x');
      }).not.toThrow();
      clock.time += 500;
    }
  });

  it('is four in three minutes usually', () => {
    expect(usualRestarts).toEqual({ restarts: 4, within: 180_000 });
  });
});
