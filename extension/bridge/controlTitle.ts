/** What a control is called in the person's language. */
import type { AttributeControl } from '../../bridge/protocol/attributeAddress.ts';
import type { Words } from '../l10n/words.ts';

/** `Tension`, `Balance: pad`; one without words of its own goes by its label. */
export function controlTitle({ name, label }: AttributeControl, l10n: Words): string {
  const [family = '', role] = name.split('/');
  if (role !== undefined) {
    if (family === 'balance') return l10n.t('Balance: {0}', role);
    if (family === 'instrument') return l10n.t('Instrument: {0}', role);
  }
  const titles: Readonly<Record<string, string>> = {
    tempo: l10n.t('Tempo'),
    key: l10n.t('Key'),
    meter: l10n.t('Meter'),
    register: l10n.t('Register'),
    style: l10n.t('Style'),
    valence: l10n.t('Valence'),
    arousal: l10n.t('Arousal'),
    tension: l10n.t('Tension'),
    density: l10n.t('Density'),
    brightness: l10n.t('Brightness'),
    dynamics: l10n.t('Dynamics'),
    reverb: l10n.t('Reverb'),
  };
  return titles[name] ?? label;
}
