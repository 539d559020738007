/** How a panel's page carries the strings of the person's language. */

/** Id of the script element of type `application/json` that holds them, as `bundle.l10n.<language>.json` does; absent for English. */
export const bundleId = 'leitmotif-l10n';
