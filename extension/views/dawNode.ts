/** One line of the DAW view. */

/** What it shows, and what menus ask for. */
export interface DawNode {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  /** A codicon. */
  readonly icon: string;
  /** Of the icon; none where nothing is to be said. */
  readonly mood?: 'good' | 'bad' | 'unsure';
  /** What menus ask for. */
  readonly kind?:
    | 'daw-line'
    | 'daw-osc'
    | 'daw-midi'
    | 'daw-midi-input'
    | 'daw-performance'
    | 'daw-oscquery'
    | 'daw-mapping'
    | 'daw-transport'
    | 'daw-problem';
  /** Id of the mapping that it is. */
  readonly mapping?: string;
  readonly children?: readonly DawNode[];
}
