/**
 * The Kaiser window (1974) as a function of a place from −1 to 1: 1 in the middle, 0 outside.
 *
 * @param beta its shape, 0 (rectangle) and up; 8.96 leaves side lobes 90 dB down
 */
export function kaiserWindow(beta: number): (place: number) => number {
  const middle = besselZero(beta);
  return (place) => {
    const rest = 1 - place * place;
    return rest < 0 ? 0 : besselZero(beta * Math.sqrt(rest)) / middle;
  };
}

/** The modified Bessel function of order zero, by its series. */
function besselZero(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
