import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const harbour: MantineColorsTuple = [
  '#e6f6fa',
  '#cfe9f0',
  '#a0d3e0',
  '#6dbbcf',
  '#48a8c1',
  '#3099b5',
  '#1c7f9a',
  '#116a82',
  '#0b566b',
  '#064354',
];

/** Mantine's neutrals in our hue. 4 is the edge of a control: 3 : 1 against its ground (WCAG 1.4.11). */
const dark: MantineColorsTuple = [
  '#f1f5f6',
  '#d3dde1',
  '#a9bac2',
  '#8ba0aa',
  '#5d737e',
  '#2c3c44',
  '#1b272d',
  '#0c1316',
  '#080d0f',
  '#05090b',
];
const gray: MantineColorsTuple = [
  '#f6f8f9',
  '#eef2f4',
  '#e2e8eb',
  '#c3ced4',
  '#6c7f89',
  '#5f727c',
  '#566770',
  '#45565f',
  '#2c3c44',
  '#0d1a20',
];

/** font.css says what these are. */
const fontFamily =
  "'Atkinson Hyperlegible Next Variable', 'Fitted Sans', 'Fitted DejaVu', system-ui, sans-serif";

/** Controls are big enough for gloves: nothing to press is under 56 px. */
export const theme = createTheme({
  primaryColor: 'harbour',
  primaryShade: { light: 8, dark: 6 },
  colors: { harbour, dark, gray },
  autoContrast: true,
  respectReducedMotion: true,
  defaultRadius: 'lg',
  fontFamily,
  headings: { fontFamily, fontWeight: '600' },
  components: {
    Button: { defaultProps: { size: 'xl' } },
    TextInput: { defaultProps: { size: 'xl' } },
    PasswordInput: { defaultProps: { size: 'xl', visibilityToggleFocusable: true } },
    ActionIcon: { defaultProps: { size: 56 } },
  },
});

/** `--rg-*`: the few colours of our own style sheets, each pair at least 4.5 : 1 (text) or 3 : 1 (edges). */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f3f6f7',
    '--mantine-color-text': '#0d1a20',
    '--mantine-color-dimmed': '#45565f',
    '--rg-surface': '#ffffff',
    '--rg-line': '#c3ced4',
    '--rg-edge': '#6c7f89',
    '--rg-focus': '#0b566b',
    '--rg-attention': '#8a4200',
    '--rg-attention-surface': '#fff1dc',
    '--rg-good': '#146c43',
    '--rg-banner': '#0d1a20',
    '--rg-banner-text': '#ffffff',
    '--rg-frame': '#dbe3e7',
  },
  dark: {
    '--mantine-color-dimmed': '#a9bac2',
    '--rg-surface': '#162025',
    '--rg-line': '#2c3c44',
    '--rg-edge': '#78909b',
    '--rg-focus': '#6dbbcf',
    '--rg-attention': '#ffbe5c',
    '--rg-attention-surface': '#2c2111',
    '--rg-good': '#6fd6a0',
    '--rg-banner': '#f1f5f6',
    '--rg-banner-text': '#0c1316',
    '--rg-frame': '#05090b',
  },
});
