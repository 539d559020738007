/** A simple classifier: the nearest neighbours of standardized features vote (Fix and Hodges 1951; Cover and Hart 1967). */
import { mean } from '../distribution.ts';

/** An example with its label. */
export interface Example {
  label: string;
  features: readonly number[];
}

/** Tells the label of features by the `k` nearest examples; the nearest decides a tie. */
export function nearestNeighbours(
  examples: readonly Example[],
  k: number,
): (features: readonly number[]) => string {
  const scale = standardize(examples.map((example) => example.features));
  const known = examples.map(({ label, features }) => ({ label, features: scale(features) }));
  return (features) => {
    const at = scale(features);
    const near = known
      .map((example) => ({ label: example.label, distance: distance(example.features, at) }))
      .sort((a, b) => a.distance - b.distance)
      .slice(0, k);
    const votes = new Map<string, number>();
    for (const { label } of near) votes.set(label, (votes.get(label) ?? 0) + 1);
    const [winner] = [...votes].sort(([, a], [, b]) => b - a);
    return winner?.[0] ?? '';
  };
}

/** Moves every feature to mean 0 and standard deviation 1 over the rows; a constant feature becomes 0. */
function standardize(rows: readonly (readonly number[])[]): (features: readonly number[]) => number[] {
  const columns = (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? 0));
  const centres = columns.map(mean);
  const spreads = columns.map((values, i) =>
    Math.sqrt(mean(values.map((value) => (value - (centres[i] ?? 0)) ** 2))),
  );
  return (features) =>
    features.map((value, i) => {
      const spread = spreads[i] ?? 0;
      return spread < 1e-9 ? 0 : (value - (centres[i] ?? 0)) / spread;
    });
}

function distance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + (value - (b[i] ?? 0)) ** 2, 0);
}
