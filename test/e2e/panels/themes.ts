/** Colours as VS Code gives them to a panel, of its own three themes: those that panels of ours read. */

/** A theme of VS Code. */
export type ThemeName = 'light' | 'dark' | 'high-contrast';

const fonts = {
  'font-family': 'system-ui, "DejaVu Sans", sans-serif',
  'font-size': '13px',
  'font-weight': 'normal',
};

/** Variables without `--vscode-`. */
const themes: Record<ThemeName, Record<string, string>> = {
  light: {
    foreground: '#3b3b3b',
    descriptionForeground: '#3b3b3b',
    'icon-foreground': '#3b3b3b',
    'sideBar-background': '#f8f8f8',
    focusBorder: '#005fb8',
    'button-background': '#005fb8',
    'button-foreground': '#ffffff',
    'button-hoverBackground': '#0258a8',
    'button-border': '#0000001a',
    'checkbox-border': '#cecece',
    'inputOption-activeBackground': '#bed6ed',
    'inputOption-activeBorder': '#005fb8',
    'inputOption-activeForeground': '#000000',
    'progressBar-background': '#005fb8',
    'scrollbarSlider-background': '#64646466',
    'toolbar-hoverBackground': '#b8b8b850',
  },
  dark: {
    foreground: '#cccccc',
    descriptionForeground: '#9d9d9d',
    'icon-foreground': '#cccccc',
    'sideBar-background': '#181818',
    focusBorder: '#0078d4',
    'button-background': '#0078d4',
    'button-foreground': '#ffffff',
    'button-hoverBackground': '#026ec1',
    'button-border': '#ffffff12',
    'checkbox-border': '#3c3c3c',
    'inputOption-activeBackground': '#2489db82',
    'inputOption-activeBorder': '#2488db',
    'inputOption-activeForeground': '#ffffff',
    'progressBar-background': '#0078d4',
    'scrollbarSlider-background': '#79797966',
    'toolbar-hoverBackground': '#5a5d5e50',
  },
  'high-contrast': {
    foreground: '#ffffff',
    descriptionForeground: '#ffffffb3',
    'icon-foreground': '#ffffff',
    'sideBar-background': '#000000',
    focusBorder: '#f38518',
    contrastBorder: '#6fc3df',
    contrastActiveBorder: '#f38518',
    'button-foreground': '#ffffff',
    'button-background': '#000000',
    'button-border': '#6fc3df',
    'checkbox-border': '#6fc3df',
    'inputOption-activeBackground': '#00000000',
    'inputOption-activeBorder': '#6fc3df',
    'inputOption-activeForeground': '#ffffff',
    'progressBar-background': '#6fc3df',
    'scrollbarSlider-background': '#6fc3df99',
  },
};

/** Class that VS Code gives to the body. */
export const bodyClass: Record<ThemeName, string> = {
  light: 'vscode-light',
  dark: 'vscode-dark',
  'high-contrast': 'vscode-high-contrast',
};

/** The theme as VS Code hands it over: variables of the root element. */
export function themeVariables(theme: ThemeName): [string, string][] {
  return Object.entries({ ...fonts, ...themes[theme] }).map(([name, value]) => [`--vscode-${name}`, value]);
}
