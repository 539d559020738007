/** Colours of the pictures. Roles by hue, told apart in the usual colour blindnesses (after Okabe and Ito 2008). */
import type { Role } from '../../../bridge/protocol/roles.ts';

/** Fill of each role's notes. */
export const roleColours: Readonly<Record<Role, string>> = {
  lead: '#c8412b',
  counter: '#e39a1f',
  pad: '#7aa6c9',
  figure: '#2a8f6f',
  bass: '#2f4a8a',
  percussion: '#6b6b6b',
  colour: '#b06aa8',
};

/** Paper, ink and rules. */
export const paper = {
  background: '#fdfcf9',
  roll: '#ffffff',
  shade: '#f4f1ea',
  blackKey: '#f7f6f3',
  rule: '#e3dfd5',
  barRule: '#cfc9bb',
  sectionRule: '#8d8677',
  ink: '#2b2925',
  faint: '#7d776b',
} as const;
